/** The door itself: HiveMQ types begin and end here. */
@NullMarked
package org.airlog.broker.mqtt;

import org.jspecify.annotations.NullMarked;
