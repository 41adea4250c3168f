package org.airlog.tracing;

import java.util.function.DoubleSupplier;
import org.airlog.observation.TraceContext;

/**
 * Decides what is traced: a part of what states no trace, by dice of our own, and of what strangers say is in one as much as
 * {@value #STRANGERS_PER_SECOND} a second.
 *
 * <p>A stranger's flag costs us spans, and the ids are the stranger's choice as well. So neither decides alone: beyond the
 * allowance what a stranger states counts for nothing, and the dice, which do not look at the id, are cast as for all.
 * Thread-safe.
 */
final class Sampling {

    /** Also how many may come at once. */
    static final int STRANGERS_PER_SECOND = 10;

    private static final long NANOS_PER_STRANGER = 1_000_000_000L / STRANGERS_PER_SECOND;

    private final double ratio;
    private final DoubleSupplier dice;
    private boolean isFirst = true;
    /** When the allowance will be whole again. */
    private long wholeAt;

    /**
     * Starts with a whole allowance.
     *
     * @param ratio from 0 to 1
     * @param dice from 0 to less than 1
     */
    Sampling(double ratio, DoubleSupplier dice) {
        this.ratio = ratio;
        this.dice = dice;
    }

    /** What becomes of something that arrived. */
    enum Choice {
        /** Not traced. */
        NONE,
        /** In a trace of its own. */
        ANEW,
        /** In the trace that it states. */
        AS_STATED
    }

    /** For what came from a stranger who states {@code sent}, at {@code nanos} of a clock that only goes forward. */
    Choice ofStranger(TraceContext sent, long nanos) {
        return sent.isSampled() && isAllowed(nanos) ? Choice.AS_STATED : ofNobody();
    }

    /** For what states nothing. */
    Choice ofNobody() {
        return ratio > 0 && dice.getAsDouble() < ratio ? Choice.ANEW : Choice.NONE;
    }

    private synchronized boolean isAllowed(long nanos) {
        if (isFirst || wholeAt - nanos < 0) {
            isFirst = false;
            wholeAt = nanos;
        }
        if (wholeAt + NANOS_PER_STRANGER - nanos > NANOS_PER_STRANGER * STRANGERS_PER_SECOND) {
            return false;
        }
        wholeAt += NANOS_PER_STRANGER;
        return true;
    }
}
