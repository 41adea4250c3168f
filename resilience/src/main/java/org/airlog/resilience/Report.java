package org.airlog.resilience;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.airlog.resilience.check.Finding;
import org.airlog.resilience.ledger.Ledger;
import org.airlog.resilience.ledger.Standing;

/** A {@link Result} as Markdown, for people and for {@code docs/resilience.md}. Pure. */
final class Report {

    private static final String BEGIN = "<!-- result: written by make resilience -->";
    private static final String END = "<!-- end of result -->";

    private Report() {}

    /** The section of results; {@code machine} in a few words. */
    static String of(Result result, String command, String machine) {
        Ledger ledger = result.ledger();
        var lines = new ArrayList<String>();
        lines.add("Run of " + result.startedAt().truncatedTo(ChronoUnit.MINUTES) + ", seed `" + result.seed() + "`, "
                + text(result.duration()) + ", " + result.faults() + " faults, **" + result.totalKills()
                + " kills**, on " + machine + ": `" + command + "`");
        lines.add("");
        lines.add("| | |");
        lines.add("|---|---|");
        lines.add(row("publishes sent, resends included", ledger.publishes(Ledger.Entry.SENT)));
        lines.add(row("publishes acknowledged", ledger.publishes(Ledger.Entry.ACKNOWLEDGED)));
        lines.add(row("observations acknowledged", ledger.observations(Standing.ACKNOWLEDGED)));
        lines.add(row(
                "observations given up without an answer (may be stored or not)",
                ledger.observations(Standing.DOUBTFUL) + ledger.observations(Standing.SENT)));
        lines.add(row("rows in the table", result.rows()));
        for (Finding.Kind kind : Finding.Kind.values()) {
            lines.add(row(
                    kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    result.findings().count(kind)));
        }
        lines.add("");
        lines.add("Killed: " + joined(new TreeMap<>(result.kills())) + ". Ended by themselves and were started again: "
                + joined(new TreeMap<>(result.ends())) + ".");
        lines.add("");
        lines.add("Attempts without an acknowledgement, by what devices were told: " + joined(ledger.answers()) + ".");
        lines.add("");
        lines.addAll(recoveries(result.recoveries()));
        if (!result.isGood()) {
            lines.add("");
            lines.add("**Promises were broken:** " + result.findings());
        }
        return String.join("\n", lines) + "\n";
    }

    /** {@code document} with {@code section} between its two marks; throws where it has none. */
    static String inserted(String document, String section) {
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("the document has no place for a result: " + BEGIN);
        }
        return document.substring(0, begin + BEGIN.length()) + "\n\n" + section + "\n" + document.substring(end);
    }

    private static List<String> recoveries(List<Recovery> recoveries) {
        var lines = new ArrayList<String>();
        lines.add(
                "| recovery from | times | next acknowledgement after, ms: p50 · p99 · max | in the table after, ms: p50 · p99 · max |");
        lines.add("|---|---|---|---|");
        Map<String, List<Recovery>> byFault =
                recoveries.stream().collect(Collectors.groupingBy(Recovery::fault, TreeMap::new, Collectors.toList()));
        byFault.forEach((fault, some) -> lines.add(line(fault, some)));
        lines.add(line("**all**", recoveries));
        return lines;
    }

    private static String line(String fault, List<Recovery> some) {
        return "| " + fault + " | " + some.size() + " | " + figures(some, Recovery::toAcknowledgement) + " | "
                + figures(some, Recovery::toTable) + " |";
    }

    private static String figures(List<Recovery> some, Function<Recovery, Duration> figure) {
        List<Long> sorted =
                some.stream().map(figure).map(Duration::toMillis).sorted().toList();
        return sorted.isEmpty()
                ? "-"
                : grouped(percentile(sorted, 50)) + " · " + grouped(percentile(sorted, 99)) + " · "
                        + grouped(percentile(sorted, 100));
    }

    /** The smallest value that this share of all does not exceed. */
    static long percentile(List<Long> sorted, int percent) {
        int rank = (sorted.size() * percent + 99) / 100;
        return sorted.get(Math.max(rank, 1) - 1);
    }

    private static String row(String name, long value) {
        return "| " + name + " | " + grouped(value) + " |";
    }

    private static String joined(Map<?, ? extends Number> counts) {
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(entry -> entry.getKey().toString().toLowerCase(Locale.ROOT) + " "
                                + grouped(entry.getValue().longValue()))
                        .collect(Collectors.joining(", "));
    }

    private static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String text(Duration duration) {
        return String.format(Locale.ROOT, "%d min %d s", duration.toMinutes(), duration.toSecondsPart());
    }
}
