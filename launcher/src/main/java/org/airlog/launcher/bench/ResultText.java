package org.airlog.launcher.bench;

import java.io.PrintWriter;
import java.util.Locale;
import org.airlog.bench.Latency;
import org.airlog.bench.Mode;
import org.airlog.bench.Result;

/** A result for people. */
final class ResultText {

    private ResultText() {}

    static void print(Result result, PrintWriter out) {
        boolean isOfConnections = result.mode() == Mode.CONNECT;
        String what = isOfConnections ? "connections" : "observations";
        line(out, "sent", "%,d %s in %,.1f s", result.counts().sent(), what, result.answerSeconds());
        line(out, "acknowledged", "%,d (%,.0f/s)", result.counts().acknowledged(), result.acknowledgedPerSecond());
        line(out, "refused", "%,d", result.refused());
        result.counts().refused().forEach((reason, count) -> line(out, "  " + reason, "%,d", count));
        if (result.counts().unansweredObservations() > 0) {
            line(out, "unanswered", "%,d", result.counts().unansweredObservations());
        }
        if (result.counts().repeats() > 0) {
            line(out, "sent again", "%,d publishes", result.counts().repeats());
        }
        if (result.stored().isPresent()) {
            line(
                    out,
                    "stored",
                    "%,d rows (%,.0f/s)%s",
                    result.stored().getAsLong(),
                    result.perSecond(),
                    result.isRight() ? "" : "   WRONG: not what was acknowledged");
        }
        Latency millis = result.latency();
        line(
                out,
                result.mode() == Mode.E2E ? "visible after" : "answered after",
                "p50 %.1f ms, p99 %.1f, p99.9 %.1f, at most %.1f",
                millis.p50(),
                millis.p99(),
                millis.p999(),
                millis.max());
        if (result.invisible() > 0) {
            line(out, "never visible", "%,d of those looked for", result.invisible());
        }
        result.rawCopyPerSecond()
                .ifPresent(copied -> line(
                        out,
                        "raw COPY",
                        "%,.0f rows/s into an empty table like it: %.2f of that",
                        copied,
                        result.perSecond() / copied));
        result.cpuMicrosPerRow()
                .ifPresent(micro -> line(
                        out,
                        "processor time",
                        "%.1f µs for each %s: %s",
                        micro,
                        isOfConnections ? "connection" : "row",
                        shares(result)));
        result.generatorPerSecond()
                .ifPresent(most -> line(out, "generator alone", "%,.0f publishes/s against nobody", most));
        out.flush();
    }

    private static String shares(Result result) {
        var shares = new StringBuilder();
        result.cpuSeconds().forEach((process, seconds) -> {
            shares.append(shares.isEmpty() ? "" : ", ");
            shares.append(process).append(String.format(Locale.ROOT, " %.1f s", seconds));
        });
        return shares.toString();
    }

    private static void line(PrintWriter out, String name, String format, Object... values) {
        out.printf(Locale.ROOT, "%-16s " + format + "%n", prepend(name, values));
    }

    private static Object[] prepend(String name, Object... values) {
        var all = new Object[values.length + 1];
        all[0] = name;
        System.arraycopy(values, 0, all, 1, values.length);
        return all;
    }
}
