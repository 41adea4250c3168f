/** What may be deleted from the log, decided from values alone: no clock, no Kafka, no database. */
@NullMarked
package org.airlog.ingest.trim;

import org.jspecify.annotations.NullMarked;
