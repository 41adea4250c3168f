/** The registry in memory and on disk. */
@NullMarked
package org.airlog.broker.forwarding;

import org.jspecify.annotations.NullMarked;
