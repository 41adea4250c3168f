package org.airlog.launcher.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The dashboards of the chart, as far as it matters what they ask. */
final class Dashboards {

    private static final Path FOLDER = Path.of("..", "deploy", "helm", "airlog", "files", "dashboards");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Dashboards() {}

    /** One picture. */
    record Panel(String dashboard, JsonNode json) {

        String title() {
            return json.path("title").asText();
        }

        List<String> expressions() {
            return json.findValuesAsText("expr");
        }
    }

    static List<JsonNode> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().map(Dashboards::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Panel> panels() {
        var panels = new ArrayList<Panel>();
        for (JsonNode dashboard : all()) {
            dashboard
                    .path("panels")
                    .forEach(panel -> panels.add(new Panel(dashboard.path("uid").asText(), panel)));
        }
        return panels;
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
