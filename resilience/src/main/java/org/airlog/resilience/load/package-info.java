/** Devices that publish by the clock. */
@NullMarked
package org.airlog.resilience.load;

import org.jspecify.annotations.NullMarked;
