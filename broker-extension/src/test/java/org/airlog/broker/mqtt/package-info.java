/** Tests of {@code org.airlog.broker.mqtt}. */
@NullMarked
package org.airlog.broker.mqtt;

import org.jspecify.annotations.NullMarked;
