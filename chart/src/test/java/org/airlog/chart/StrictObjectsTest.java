package org.airlog.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("once")
class StrictObjectsTest {

    static Stream<Path> valuesFiles() {
        return Chart.valuesFiles();
    }

    static Stream<Path> examples() throws IOException {
        try (var files = Files.list(Chart.FOLDER.resolve("examples"))) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml")
                            && !file.toString().endsWith("values.yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void everyObjectIsOneThatItsServerTakes(Path values) {
        assertThat(faults(Chart.render(values))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsOneThatItsServerTakes(Path example) throws IOException {
        assertThat(faults(Objects.parse(Files.readString(example)))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void noTwoObjectsHaveOneName(Path values) {
        assertThat(Chart.render(values).names()).doesNotHaveDuplicates();
    }

    @Test
    void everyKindThatTheChartCanRenderIsRenderedByOneOfTheValuesFiles() throws IOException {
        var rendered = valuesFiles()
                .flatMap(values -> Chart.render(values).all().stream())
                .map(object -> object.path("kind").asText())
                .distinct()
                .toList();
        var written = new ArrayList<String>();
        try (var templates = Files.walk(Chart.FOLDER.resolve("templates"))) {
            for (Path template : templates.filter(Files::isRegularFile).toList()) {
                Files.readAllLines(template).stream()
                        .filter(line -> line.matches("kind: [A-Za-z]+"))
                        .forEach(line -> written.add(line.substring("kind: ".length())));
            }
        }

        assertThat(rendered).containsAll(written).contains("PodMonitor", "ServiceMonitor", "Pod");
    }

    /** The guard guarded: each kind of object with one field that nobody knows, at its top, in its spec, in its metadata. */
    @Test
    void aFieldThatNobodyKnowsIsAFaultOfEveryKind() {
        for (JsonNode object : Chart.render(Chart.values("production")).all()) {
            for (String place : List.of("", "metadata", "spec")) {
                ObjectNode changed = object.deepCopy();
                JsonNode at = place.isEmpty() ? changed : changed.path(place);
                if (at instanceof ObjectNode node) {
                    node.put("nobodyKnows", "this");
                    assertThat(faults(new Objects(List.of(changed))))
                            .as(Objects.title(object) + " " + place)
                            .isNotEmpty();
                }
            }
        }
    }

    @Test
    void aNumberWhereTextBelongsIsAFault() {
        ObjectNode service = Chart.render(Chart.values("default"))
                .one("Service", "airlog-gateway")
                .deepCopy();
        ((ObjectNode) service.path("metadata").path("labels")).put("text", 1);

        assertThat(KubernetesModels.fault(service)).isPresent();
    }

    @Test
    void anObjectThatIsNeitherKubernetesNorOfASchemaIsAFault() {
        assertThat(faults(Objects.parse("{apiVersion: example.org/v1, kind: Thing, metadata: {name: x}}")))
                .containsExactly("Thing/x: nobody here knows objects of example.org/v1");
    }

    private static List<String> faults(Objects objects) {
        var faults = new ArrayList<String>();
        for (JsonNode object : objects.all()) {
            String title = Objects.title(object) + ": ";
            if (KubernetesModels.know(object)) {
                KubernetesModels.fault(object).ifPresent(fault -> faults.add(title + fault));
            } else if (CustomSchemas.know(object)) {
                KubernetesModels.metadataFault(object).ifPresent(fault -> faults.add(title + fault));
                CustomSchemas.faults(object).forEach(fault -> faults.add(title + fault));
            } else {
                faults.add(title + "nobody here knows objects of "
                        + object.path("apiVersion").asText());
            }
        }
        return faults;
    }
}
