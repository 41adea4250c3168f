/** The registry in memory and on disk. */
@NullMarked
package org.airlog.broker.sensor;

import org.jspecify.annotations.NullMarked;
