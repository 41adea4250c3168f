/** Sending a file of readings as the sensor that measured them, over MQTT or HTTP. */
@NullMarked
package org.airlog.launcher.replay;

import org.jspecify.annotations.NullMarked;
