/** Pages for people: HTML from values, everything in them escaped. */
@NullMarked
package org.airlog.portal.page;

import org.jspecify.annotations.NullMarked;
