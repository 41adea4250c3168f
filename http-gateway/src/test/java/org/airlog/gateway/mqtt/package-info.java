@NullMarked
package org.airlog.gateway.mqtt;

import org.jspecify.annotations.NullMarked;
