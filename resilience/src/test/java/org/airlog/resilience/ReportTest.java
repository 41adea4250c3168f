package org.airlog.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.airlog.observation.Suid;
import org.airlog.resilience.check.Finding;
import org.airlog.resilience.check.Findings;
import org.airlog.resilience.ledger.Book;
import org.airlog.resilience.ledger.Ledger;
import org.airlog.resilience.ledger.Route;
import org.airlog.resilience.ledger.Series;
import org.airlog.resilience.schedule.Part;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final String DOCUMENT =
            "# Before\n<!-- result: written by make resilience -->\nold\n<!-- end of result -->\nafter\n";

    @Test
    void tellsSeedCommandKillsAndWhatWasStored() {
        String report = Report.of(result(new Findings()), "make resilience SEED=7", "2 processors");

        assertThat(report)
                .contains("seed `7`")
                .contains("`make resilience SEED=7`")
                .contains("**3 kills**, on 2 processors")
                .contains("| observations acknowledged | 2 |")
                .contains("| rows in the table | 2 |")
                .contains("| lost | 0 |")
                .contains("| kill broker | 1 | 1,500 · 1,500 · 1,500 | 2,500 · 2,500 · 2,500 |")
                .doesNotContain("Promises were broken");
    }

    @Test
    void tellsWhatIsBroken() {
        var findings = new Findings();
        findings.add(Finding.Kind.LOST, "number 3 of somebody");

        assertThat(Report.of(result(findings), "x", "y"))
                .contains("| lost | 1 |")
                .contains("number 3 of somebody");
    }

    @Test
    void replacesTheOldResultAndNothingElse() {
        String once = Report.inserted(DOCUMENT, "new\n");

        assertThat(once)
                .startsWith("# Before\n")
                .contains("new")
                .doesNotContain("old")
                .endsWith("after\n");
        assertThat(Report.inserted(once, "new\n")).isEqualTo(once);
    }

    @Test
    void refusesADocumentWithoutAPlace() {
        assertThatIllegalArgumentException().isThrownBy(() -> Report.inserted("# Nothing", "new"));
    }

    @Test
    void takesPercentilesByRank() {
        List<Long> hundred = LongStream.rangeClosed(1, 100).boxed().toList();

        assertThat(Report.percentile(hundred, 50)).isEqualTo(50);
        assertThat(Report.percentile(hundred, 99)).isEqualTo(99);
        assertThat(Report.percentile(hundred, 100)).isEqualTo(100);
        assertThat(Report.percentile(List.of(8L), 50)).isEqualTo(8);
    }

    private static Result result(Findings findings) {
        var ledger = new Ledger((entry, book, from, count, detail) -> {});
        Book book = ledger.open(
                new Suid(new UUID(0, 1)),
                Route.HTTP,
                new Series(7, 0, Instant.parse("2026-01-01T00:00:00Z"), Duration.ofSeconds(1)));
        ledger.sent(book, 0, 2);
        ledger.acknowledged(book, 0, 2);
        return new Result(
                7,
                Instant.parse("2026-01-01T00:00:00Z"),
                Duration.ofSeconds(90),
                3,
                Map.of("broker", 3),
                Map.of(Part.KAFKA, 1),
                ledger,
                2,
                List.of(new Recovery("kill broker", Duration.ofMillis(1_500), Duration.ofMillis(2_500))),
                findings);
    }
}
