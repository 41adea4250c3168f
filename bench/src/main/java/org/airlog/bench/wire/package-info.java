/** Connections of the fleet's clients, on Netty. */
@NullMarked
package org.airlog.bench.wire;

import org.jspecify.annotations.NullMarked;
