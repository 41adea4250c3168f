package org.airlog.launcher.demo;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.airlog.launcher.replay.Report;
import org.airlog.observation.Suid;

/** What a person reads at the end of a demo: the table's figures, the file's beside them, and whether they are equal. */
record DemoReport(Suid suid, int weeks, Report replay, long newRows, Duration took, Figures table, Figures file) {

    private static final String LINE = "%-20s %21s %21s%n";
    private static final String TYPE = "%-20s %10s %10s %10s %10s%n";

    void print(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "demo: Marylebone Road, London, August 2003, moved by %,d weeks, as sensor %s%n",
                weeks,
                suid);
        out.printf(
                Locale.ROOT,
                "sent %,d observations in %,d signed publishes, %,d acknowledged, %,d refused%n",
                replay.sent(),
                replay.publishes(),
                replay.acknowledged(),
                replay.refused().values().stream().mapToLong(Long::longValue).sum());
        out.printf(
                Locale.ROOT,
                "landed after %.1f s: %,d rows, %s%n",
                took.toMillis() / 1e3,
                table.rows(),
                newRows == 0 ? "all of them there before" : String.format(Locale.ROOT, "%,d of them new", newRows));
        out.printf(Locale.ROOT, LINE, "", "in the table", "in the file");
        out.printf(Locale.ROOT, LINE, "rows", table.rows(), file.rows());
        out.printf(Locale.ROOT, LINE, "first", text(table.first()), text(file.first()));
        out.printf(Locale.ROOT, LINE, "last", text(table.last()), text(file.last()));
        out.printf(Locale.ROOT, TYPE, "", "readings", "mean", "readings", "mean");
        file.types().forEach((type, ofFile) -> {
            Figures.OfType ofTable = table.types().getOrDefault(type, Figures.OfType.NONE);
            out.printf(Locale.ROOT, TYPE, type, ofTable.readings(), mean(ofTable), ofFile.readings(), mean(ofFile));
        });
        out.println(
                table.equals(file)
                        ? "EQUAL: every figure of the table equals the file's"
                        : "NOT EQUAL: the table differs from the file");
        out.flush();
    }

    private static String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse("-");
    }

    private static String mean(Figures.OfType type) {
        return type.mean().map(BigDecimal::toPlainString).orElse("-");
    }
}
