/** The way from the door to the log: straight, or by way of the disk while the log is away. Nothing of MQTT or Kafka. */
@NullMarked
package org.airlog.broker.forwarding;

import org.jspecify.annotations.NullMarked;
