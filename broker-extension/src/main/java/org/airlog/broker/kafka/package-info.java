/** The log: Kafka types begin and end here. */
@NullMarked
package org.airlog.broker.kafka;

import org.jspecify.annotations.NullMarked;
