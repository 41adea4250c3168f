package org.airlog.launcher.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.airlog.launcher.observability.Dashboards.Panel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("once")
class DashboardsTest {

    private static final String DATA_SOURCE = "${datasource}";

    @TempDir
    Path folder;

    @Test
    void eachHasANameOfItsOwnAndASourceThatCanBeChosen() {
        List<JsonNode> all = Dashboards.all();

        assertThat(all)
                .hasSize(5)
                .extracting(dashboard -> dashboard.path("uid").asText())
                .doesNotHaveDuplicates();
        assertThat(all).allSatisfy(dashboard -> {
            JsonNode variable = dashboard.path("templating").path("list").path(0);
            assertThat(variable.path("type").asText()).isEqualTo("datasource");
            assertThat(variable.path("query").asText()).isEqualTo("prometheus");
            assertThat(dashboard.path("panels").size()).isBetween(6, 12);
        });
    }

    @Test
    void everyPanelAsksSomethingOfThatSource() {
        assertThat(Dashboards.panels()).allSatisfy(panel -> {
            assertThat(panel.title()).as(panel.dashboard()).isNotEmpty();
            assertThat(panel.expressions()).as(panel.title()).isNotEmpty();
            assertThat(panel.json().findValuesAsText("uid")).as(panel.title()).containsOnly(DATA_SOURCE);
        });
    }

    @Test
    void noPanelLiesOnAnother() {
        for (JsonNode dashboard : Dashboards.all()) {
            var taken = new ArrayList<String>();
            for (JsonNode panel : dashboard.path("panels")) {
                JsonNode place = panel.path("gridPos");
                for (int x = place.path("x").asInt();
                        x < place.path("x").asInt() + place.path("w").asInt();
                        x++) {
                    for (int y = place.path("y").asInt();
                            y < place.path("y").asInt() + place.path("h").asInt();
                            y++) {
                        taken.add(x + "," + y);
                    }
                }
            }
            assertThat(taken).as(dashboard.path("uid").asText()).doesNotHaveDuplicates();
        }
    }

    /** As rules, which promtool checks; expressions by themselves it would only send to a server. */
    @Test
    void everyExpressionIsOneThatPrometheusUnderstands() throws Exception {
        var rules = new StringBuilder("groups:\n  - name: panels\n    rules:\n");
        int number = 0;
        for (Panel panel : Dashboards.panels()) {
            for (String expression : panel.expressions()) {
                rules.append("      - record: panel_").append(number++).append("\n        expr: '");
                rules.append(expression.replace("'", "''")).append("'\n");
            }
        }

        Promtool.passes(
                "check",
                "rules",
                Files.writeString(folder.resolve("panels.yaml"), rules).toString());
    }
}
