/** Bytes to model and back: the readings and upload payloads of devices and Airlog's own Kafka record. */
@NullMarked
package org.airlog.observation.codec;

import org.jspecify.annotations.NullMarked;
