package org.airlog.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Rendered objects, in the order in which they were rendered. */
record Objects(List<JsonNode> all) {

    private static final Set<String> WITH_A_TEMPLATE = Set.of("Deployment", "StatefulSet");

    Objects {
        all = List.copyOf(all);
    }

    /** From YAML with any number of documents; comments alone are none. */
    static Objects parse(String text) {
        try (MappingIterator<JsonNode> documents =
                Chart.YAML.readerFor(JsonNode.class).readValues(text)) {
            return new Objects(documents.readAll().stream()
                    .filter(document -> document != null && document.isObject())
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of a kind. */
    List<JsonNode> of(String kind) {
        return all.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .toList();
    }

    /** The one of that kind and name; throws where there is none. */
    JsonNode one(String kind, String name) {
        return of(kind).stream()
                .filter(object -> name(object).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " among " + names()));
    }

    boolean has(String kind, String name) {
        return of(kind).stream().anyMatch(object -> name(object).equals(name));
    }

    /** {@code Kind/name} of each. */
    List<String> names() {
        return all.stream().map(Objects::title).toList();
    }

    /** Every pod that these objects make. */
    List<PodOf> pods() {
        return Stream.concat(
                        all.stream()
                                .filter(object -> WITH_A_TEMPLATE.contains(
                                        object.path("kind").asText()))
                                .map(object ->
                                        new PodOf(object, object.path("spec").path("template"))),
                        of("Pod").stream().map(object -> new PodOf(object, object)))
                .toList();
    }

    static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    static String title(JsonNode object) {
        return object.path("kind").asText() + "/" + name(object);
    }

    /**
     * A pod as it is made.
     *
     * @param owner what makes it, or itself
     * @param template its metadata and spec
     */
    record PodOf(JsonNode owner, JsonNode template) {

        String title() {
            return Objects.title(owner);
        }

        JsonNode spec() {
            return template.path("spec");
        }

        JsonNode labels() {
            return template.path("metadata").path("labels");
        }

        /** Those that run to their end before the others among them. */
        List<JsonNode> containers() {
            return Stream.of("initContainers", "containers", "ephemeralContainers")
                    .flatMap(list -> spec().path(list).valueStream())
                    .toList();
        }

        /** Whether it runs on, as opposed to a test that ends. */
        boolean isService() {
            return !owner.path("kind").asText().equals("Pod");
        }

        /** Whether a selector ({@code matchLabels} and {@code matchExpressions} with In) chooses it. */
        boolean isChosenBy(JsonNode selector) {
            boolean byLabels = isChosenByLabels(selector.path("matchLabels"));
            return byLabels
                    && selector.path("matchExpressions").valueStream().allMatch(expression -> expression
                            .path("values")
                            .valueStream()
                            .anyMatch(value -> value.asText()
                                    .equals(labels().path(expression.path("key").asText())
                                            .asText())));
        }

        boolean isChosenByLabels(JsonNode wanted) {
            return wanted.propertyStream().allMatch(label -> labels().path(label.getKey())
                    .asText()
                    .equals(label.getValue().asText()));
        }
    }
}
