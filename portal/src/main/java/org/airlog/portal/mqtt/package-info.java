/** MQTT 5 requests to the door, the only one that changes the registry: types of the MQTT client begin and end here. */
@NullMarked
package org.airlog.portal.mqtt;

import org.jspecify.annotations.NullMarked;
