/** The log at both ends of the consumer: records in, parked records out. Kafka's types end here. */
@NullMarked
package org.airlog.ingest.kafka;

import org.jspecify.annotations.NullMarked;
