/** Asks the management ports of Airlog's processes. */
@NullMarked
package org.airlog.portal.management;

import org.jspecify.annotations.NullMarked;
