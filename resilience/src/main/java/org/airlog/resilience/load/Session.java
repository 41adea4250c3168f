package org.airlog.resilience.load;

import java.time.Duration;
import java.time.Instant;

/** How long clients go on: they observe until it is over, then say what is left, and stop at once when it is halted. Thread-safe. */
public final class Session {

    private Instant end = Instant.MAX;
    private boolean isHalted;

    /** The present, or the end where that is past: what is observed up to it has to be sent. */
    public synchronized Instant horizon() {
        Instant now = Instant.now();
        return now.isBefore(end) ? now : end;
    }

    /** Whether nothing more will be observed. */
    public synchronized boolean isOver() {
        return !Instant.now().isBefore(end);
    }

    /** Whether to drop everything. */
    public synchronized boolean isHalted() {
        return isHalted;
    }

    /** Waits; less long when the session ends or is halted meanwhile. */
    public synchronized void pause(Duration duration) throws InterruptedException {
        Instant endBefore = end;
        long deadline = System.nanoTime() + duration.toNanos();
        long leftMillis = duration.toMillis();
        while (leftMillis > 0 && !isHalted && end.equals(endBefore)) {
            wait(leftMillis);
            leftMillis = (deadline - System.nanoTime()) / 1_000_000;
        }
    }

    synchronized void end() {
        end = Instant.now();
        notifyAll();
    }

    synchronized void halt() {
        isHalted = true;
        notifyAll();
    }
}
