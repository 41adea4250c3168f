/** A network that can be cut and slowed. */
@NullMarked
package org.airlog.resilience.network;

import org.jspecify.annotations.NullMarked;
