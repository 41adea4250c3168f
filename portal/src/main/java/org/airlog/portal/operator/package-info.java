/** The operators' view: who is signed in, how a request comes, which sensors are silent. Pure: no server, no database. */
@NullMarked
package org.airlog.portal.operator;

import org.jspecify.annotations.NullMarked;
