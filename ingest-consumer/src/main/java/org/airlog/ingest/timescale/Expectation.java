package org.airlog.ingest.timescale;

/**
 * Whether the next rows are likely to be new, judging by the last ones.
 *
 * <p>New rows are copied straight into the table; looking them up first costs a third of the speed. But a COPY that meets
 * a row that is there is lost work, so where a fifth of the last batches met one, rows are looked up first. For one
 * thread.
 */
final class Expectation {

    private static final double LIMIT = 0.2;
    private static final double WEIGHT_OF_LATEST = 0.2;

    private double shareOfMeetings;

    /** Whether to try without looking. */
    boolean isOfNewRows() {
        return shareOfMeetings < LIMIT;
    }

    /** Learns whether a batch met rows that were there. */
    void learn(boolean hasMet) {
        shareOfMeetings = (1 - WEIGHT_OF_LATEST) * shareOfMeetings + (hasMet ? WEIGHT_OF_LATEST : 0);
    }
}
