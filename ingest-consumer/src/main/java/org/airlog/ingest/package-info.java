/** Kafka to PostgreSQL or TimescaleDB, exactly once: the composition root and the loop. */
@NullMarked
package org.airlog.ingest;

import org.jspecify.annotations.NullMarked;
