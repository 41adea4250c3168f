@NullMarked
package org.airlog.portal.client;

import org.jspecify.annotations.NullMarked;
