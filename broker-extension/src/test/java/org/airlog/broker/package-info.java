/** The packed extension in a real HiveMQ, in front of a real Kafka. */
@NullMarked
package org.airlog.broker;

import org.jspecify.annotations.NullMarked;
