package org.airlog.chart;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The chart, and what Helm makes of it. A release is called {@code airlog}, in the namespace {@code air}. */
final class Chart {

    /** Its folder. */
    static final Path FOLDER =
            Path.of("..", "deploy", "helm", "airlog").toAbsolutePath().normalize();

    /** Reads and writes YAML; the same key twice is an error. */
    static final ObjectMapper YAML = new YAMLMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    /** A version of Kubernetes that the chart is for. */
    private static final String KUBERNETES = "1.33.0";

    /** A copy that renders what {@link Helm} leaves out: objects that are hooks. */
    private static final Path WITH_HOOKS = withHooks();

    private Chart() {}

    /** Every values file that is there for tests. */
    static Stream<Path> valuesFiles() {
        try (var files = Files.list(FOLDER.resolve("ci"))) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The values file {@code ci/<name>-values.yaml}. */
    static Path values(String name) {
        return FOLDER.resolve("ci").resolve(name + "-values.yaml");
    }

    /** The objects of a release with these values; throws {@link IllegalStateException} with what Helm says against them. */
    static Objects render(Path values) {
        return render(WITH_HOOKS, values);
    }

    /** The same with values as YAML, such as {@code broker: {replicas: 5}}. */
    static Objects render(String values) {
        try {
            Path file = Files.createTempFile("values", ".yaml");
            try {
                Files.writeString(file, values);
                return render(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same of a chart in another folder. */
    static Objects render(Path chart, Path values) {
        String text = new Helm(chart)
                .template()
                .withName("airlog")
                .withNamespace("air")
                .withKubeVersion(KUBERNETES)
                .withValuesFile(values)
                .call();
        return Objects.parse(text);
    }

    /** What {@code helm lint --strict} says of a copy whose values are the chart's and these on top. */
    static LintResult lint(Path values, Path copy) throws IOException {
        copyTo(copy);
        JsonNode merged = merged(read(FOLDER.resolve("values.yaml")), read(values));
        YAML.writeValue(copy.resolve("values.yaml").toFile(), merged);
        return new Helm(copy).lint().strict().call();
    }

    /** Copies the chart, so that a test can change it. */
    static void copyTo(Path copy) throws IOException {
        List<Path> files;
        try (var all = Files.walk(FOLDER)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path target = copy.resolve(FOLDER.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }

    /** A YAML file, an empty one as an empty object. */
    static JsonNode read(Path file) {
        try {
            JsonNode read = YAML.readTree(file.toFile());
            return read.isObject() ? read : YAML.createObjectNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path withHooks() {
        try {
            Path copy = Files.createTempDirectory("chart");
            copyTo(copy);
            Path test = copy.resolve("templates/tests/doctor.yaml");
            Files.writeString(test, Files.readString(test).replace("helm.sh/hook", "example.org/hook"));
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode merged(JsonNode below, JsonNode above) {
        if (!below.isObject() || !above.isObject()) {
            return above;
        }
        ObjectNode merged = below.deepCopy();
        above.properties().forEach(entry -> {
            JsonNode old = merged.path(entry.getKey());
            merged.set(entry.getKey(), old.isObject() ? merged(old, entry.getValue()) : entry.getValue());
        });
        return merged;
    }
}
