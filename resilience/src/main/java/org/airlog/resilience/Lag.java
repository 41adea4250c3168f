package org.airlog.resilience;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.airlog.resilience.site.ObservationLog;
import org.airlog.resilience.site.StoredTable;

/** How far the table is behind Kafka. While either does not answer, it is not drained. Thread-safe. */
final class Lag {

    private static final int POLL_MILLIS = 100;

    private final StoredTable table;
    private final ObservationLog observations;

    Lag(StoredTable table, ObservationLog observations) {
        this.table = table;
        this.observations = observations;
    }

    /** Waits until everything is in the table that lay in Kafka when this was called, or first answered after. */
    boolean awaitDrained(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Map<Integer, Long> ends = Map.of();
        while (System.nanoTime() < deadline) {
            try {
                if (ends.isEmpty()) {
                    ends = observations.ends();
                }
                if (isPast(table.progress().next(), ends)) {
                    return true;
                }
            } catch (SQLException | ObservationLog.UnreachableException notNow) {
                // Not drained, then.
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return false;
    }

    private static boolean isPast(Map<Integer, Long> next, Map<Integer, Long> ends) {
        return !ends.isEmpty()
                && ends.entrySet().stream().allMatch(end -> next.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }
}
