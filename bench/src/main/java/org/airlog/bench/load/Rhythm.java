package org.airlog.bench.load;

/**
 * An open loop: when the next publish is to leave, whatever became of those before. So a receiver that stalls is seen to
 * stall by all that should have been sent meanwhile.
 */
public final class Rhythm {

    private final long start;
    private final double nanosBetween;
    private long given;

    /** From {@code startNanos} on, {@code perSecond} times a second. */
    public Rhythm(long startNanos, double perSecond) {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("a rate of " + perSecond);
        }
        this.start = startNanos;
        this.nanosBetween = 1e9 / perSecond;
    }

    /** When the next is due, on the clock that the start was read from. */
    public long dueAt() {
        return start + (long) (given * nanosBetween);
    }

    /** Goes on to the one after it. */
    public void next() {
        given++;
    }
}
