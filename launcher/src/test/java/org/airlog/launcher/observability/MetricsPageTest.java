package org.airlog.launcher.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.airlog.launcher.observability.RuleFile.Rule;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

    private static final Set<String> OF_PROMETHEUS_ITSELF = Set.of("up");

    private final MetricsPage page = MetricsPage.read();

    @Test
    void explainsWhateverRulesAndDashboardsAskFor() {
        Set<String> asked = Stream.concat(
                        RuleFile.rules().stream().map(Rule::expression),
                        Dashboards.panels().stream().flatMap(panel -> panel.expressions().stream()))
                .flatMap(expression -> PromQl.metrics(expression).stream())
                .filter(name -> !name.contains(":") && !OF_PROMETHEUS_ITSELF.contains(name))
                .map(page::row)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(page.types().keySet()).containsAll(asked);
    }

    @Test
    void namesAreThoseOfPrometheus() {
        assertThat(page.types()).allSatisfy((name, type) -> {
            assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter"));
            assertThat(name).doesNotContain("millis", "minutes", "percent").doesNotEndWith("_mib");
        });
    }
}
