package org.airlog.portal.scale;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How long one question took, asked again and again.
 *
 * @param rows of the answer
 * @param bytes of its body
 * @param sorted times
 */
record Figures(Question question, int rows, long bytes, List<Duration> sorted) {

    Figures {
        sorted = sorted.stream().sorted().toList();
    }

    double p50() {
        return percentile(50);
    }

    double p95() {
        return percentile(95);
    }

    double max() {
        return percentile(100);
    }

    boolean meetsGoal() {
        return rows <= question.mostRows() && p95() <= question.mostMillis();
    }

    /** Milliseconds that this share of all answers does not exceed. */
    private double percentile(int percent) {
        int rank = (sorted.size() * percent + 99) / 100;
        return sorted.get(Math.max(rank, 1) - 1).toNanos() / 1e6;
    }

    /** A row of Markdown. */
    String line() {
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %.1f | %.1f | %.1f | ≤ %,d rows, %,d ms%s |",
                question.name(),
                rows,
                bytes,
                p50(),
                p95(),
                max(),
                question.mostRows(),
                question.mostMillis(),
                meetsGoal() ? "" : " **missed**");
    }
}
