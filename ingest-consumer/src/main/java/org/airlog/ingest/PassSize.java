package org.airlog.ingest;

import java.time.Duration;

/**
 * How many hours the next pass over the rollups takes: as many as it gets done in some 200 ms.
 *
 * <p>An hour may have one row or a million. A pass that takes long holds up whoever wants to add a column, and one that takes
 * too long is ended by the server; after either the next is smaller. For one thread.
 */
final class PassSize {

    static final int LARGEST = 2_000;
    private static final int FIRST = 250;
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofMillis(300);

    private int hours = FIRST;

    /** At least 1. */
    int hours() {
        return hours;
    }

    /** A pass that left some has taken this long. */
    void took(Duration time) {
        if (time.compareTo(SHORT) < 0) {
            hours = Math.min(LARGEST, 2 * hours);
        } else if (time.compareTo(LONG) > 0) {
            shrink();
        }
    }

    /** A pass has failed, perhaps because it was too large. */
    void shrink() {
        hours = Math.max(1, hours / 2);
    }
}
