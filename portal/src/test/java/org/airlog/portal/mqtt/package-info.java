@NullMarked
package org.airlog.portal.mqtt;

import org.jspecify.annotations.NullMarked;
