package org.airlog.launcher.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.airlog.launcher.observability.RuleFile.Rule;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class RulesTest {

    private static final String UNIT_TESTS = "src/test/resources/org/airlog/launcher/observability/rules-test.yaml";

    @Test
    void areWhatPrometheusTakesForRules() throws Exception {
        Promtool.passes("check", "rules", RuleFile.PATH.toString());
    }

    @Test
    void speakWhereTheyShouldAndAreSilentWhereTheyShould() throws Exception {
        Promtool.passes("test", "rules", UNIT_TESTS);
    }

    @Test
    void areRead() {
        assertThat(RuleFile.alerts()).hasSizeGreaterThan(25);
        assertThat(RuleFile.rules()).hasSizeGreaterThan(45).allSatisfy(rule -> assertThat(
                        PromQl.metrics(rule.expression()))
                .as(rule.name())
                .isNotEmpty());
    }

    @Test
    void everyAlertSaysHowBadItIsWhatItIsAndWhereToRead() {
        assertThat(RuleFile.alerts()).allSatisfy(alert -> {
            assertThat(alert.name()).startsWith("Airlog");
            assertThat(alert.value("labels")).as(alert.name()).isIn("{severity: critical}", "{severity: warning}");
            assertThat(alert.value("summary")).as(alert.name()).isNotEmpty();
            assertThat(alert.value("description")).as(alert.name()).endsWith(".");
            assertThat(alert.value("runbook_url"))
                    .isEqualTo("docs/operations.md#" + alert.name().toLowerCase(Locale.ROOT));
        });
    }

    @Test
    void whatIsRecordedIsRecordedOnceAndUsed() {
        List<String> recorded = RuleFile.rules().stream()
                .filter(rule -> !rule.isAlert())
                .map(Rule::name)
                .toList();
        Set<String> used = Stream.concat(
                        RuleFile.rules().stream().map(Rule::expression),
                        Dashboards.panels().stream().flatMap(panel -> panel.expressions().stream()))
                .flatMap(expression -> PromQl.metrics(expression).stream())
                .filter(name -> name.contains(":"))
                .collect(Collectors.toSet());

        assertThat(recorded).doesNotHaveDuplicates();
        assertThat(used).containsExactlyInAnyOrderElementsOf(recorded);
    }
}
