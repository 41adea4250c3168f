package org.airlog.ingest.management;

import java.util.Locale;
import org.airlog.management.ReadyAnswer;

/**
 * Whether the consumer does its work just now.
 *
 * @param isReading whether it has partitions and reads them all
 * @param isDatabaseReachable whether the database took what it was last asked to take
 * @param waitsFor why it does not go on, a label of {@link IngestMeters}; empty while it does
 */
public record Readiness(boolean isReading, boolean isDatabaseReachable, String waitsFor) implements ReadyAnswer {

    /** Whether all of it is well. */
    @Override
    public boolean isReady() {
        return isReading && isDatabaseReachable;
    }

    /** {@code {"ready":…,"reading":…,"databaseReachable":…,"waitsFor":"…"}}. */
    @Override
    public String toJson() {
        return String.format(
                Locale.ROOT,
                "{\"ready\":%s,\"reading\":%s,\"databaseReachable\":%s,\"waitsFor\":\"%s\"}%n",
                isReady(),
                isReading,
                isDatabaseReachable,
                waitsFor);
    }
}
