package org.airlog.launcher.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.airlog.launcher.observability.RuleFile.Rule;
import org.airlog.observation.Reason;
import org.junit.jupiter.api.Test;

/** Whoever is called, or refused, finds a heading of exactly that name. */
class RunbooksTest {

    private static final Path RUNBOOKS = Path.of("..", "docs", "operations.md");

    @Test
    void everyAlertHasItsOwn() throws IOException {
        assertThat(headings("## Alerts"))
                .containsExactlyInAnyOrderElementsOf(
                        RuleFile.alerts().stream().map(Rule::name).toList());
    }

    @Test
    void everyReasonHasItsOwn() throws IOException {
        assertThat(headings("## Refusals"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Reason.values()).map(Reason::label).toList());
    }

    /** Those below {@code chapter}, and none without a text. */
    private static List<String> headings(String chapter) throws IOException {
        var found = new ArrayList<String>();
        boolean isInside = false;
        List<String> lines = Files.readAllLines(RUNBOOKS);
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            if (line.startsWith("## ")) {
                isInside = line.equals(chapter);
            } else if (isInside && line.startsWith("### ")) {
                found.add(line.substring(4));
                assertThat(lines.get(at + 1)).isEmpty();
                assertThat(lines.get(at + 2)).as("below " + line).hasSizeGreaterThan(40);
            }
        }
        return found;
    }
}
