/** MQTT 5: types of the MQTT client begin and end here. */
@NullMarked
package org.airlog.gateway.mqtt;

import org.jspecify.annotations.NullMarked;
