package org.airlog.launcher.console;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/**
 * Progress on standard error: one line that is drawn over itself on a terminal, a plain line now and then elsewhere.
 *
 * <p>For many threads. The launcher script knows whether standard error is a terminal and says so in a system property:
 * Java 17 cannot tell.
 */
public final class ProgressLine {

    private static final int WIDTH = 30;
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean isTerminal;
    private final long drawEveryNanos;
    private final String what;
    private final long total;
    private final long startedAt = System.nanoTime();
    private long done;
    private long drawnAt = startedAt;

    private ProgressLine(PrintWriter err, boolean isTerminal, String what, long total) {
        this.err = err;
        this.isTerminal = isTerminal;
        this.drawEveryNanos = (isTerminal ? Duration.ofMillis(100) : Duration.ofSeconds(5)).toNanos();
        this.what = what;
        this.total = total;
    }

    /** Starts to count to {@code total}; {@code what} says what of. */
    public static ProgressLine start(PrintWriter err, String what, long total) {
        return new ProgressLine(err, Boolean.getBoolean("airlog.terminal"), what, total);
    }

    /** Some more are done. */
    public synchronized void advance(long count) {
        done += count;
        long now = System.nanoTime();
        if (now - drawnAt >= drawEveryNanos) {
            drawnAt = now;
            draw(now);
        }
    }

    /** Draws the last state and leaves the line. */
    public synchronized void finish() {
        draw(System.nanoTime());
        if (isTerminal) {
            err.println();
        }
        err.flush();
    }

    private void draw(long now) {
        double share = total == 0 ? 1 : (double) done / total;
        double seconds = (now - startedAt) / 1e9;
        String figures = String.format(
                Locale.ROOT,
                "%3d %%  %,d of %,d  %,.0f/s",
                (int) (share * 100),
                done,
                total,
                done / Math.max(seconds, 1e-3));
        if (isTerminal) {
            int filled = (int) (share * WIDTH);
            err.print(ERASE_LINE + what + " [" + "=".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + figures);
        } else {
            err.println(what + " " + figures);
        }
        err.flush();
    }
}
