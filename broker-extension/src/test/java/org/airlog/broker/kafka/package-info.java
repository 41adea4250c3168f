/** The log, against a real Kafka. */
@NullMarked
package org.airlog.broker.kafka;

import org.jspecify.annotations.NullMarked;
