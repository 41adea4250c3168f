package org.airlog.launcher.observability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** docs/metrics.md: each metric by its name and its type. */
public final class MetricsPage {

    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-z_0-9]+)` \\| (counter|gauge|histogram|summary|info) \\|.*");
    private static final Pattern PART_OF_SEVERAL = Pattern.compile("_(bucket|count|sum|max)$");

    private final Map<String, String> types;

    private MetricsPage(Map<String, String> types) {
        this.types = types;
    }

    /** Reads it; throws where a name is there twice. */
    public static MetricsPage read() {
        var types = new TreeMap<String, String>();
        try {
            for (String line : Files.readAllLines(Path.of("..", "docs", "metrics.md"))) {
                Matcher row = ROW.matcher(line);
                if (row.matches() && types.put(row.group(1), row.group(2)) != null) {
                    throw new IllegalStateException(row.group(1) + " is there twice");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new MetricsPage(types);
    }

    /** By name. */
    public Map<String, String> types() {
        return types;
    }

    /** The row that {@code series} belongs to: a histogram has several series. */
    public String row(String series) {
        String base = PART_OF_SEVERAL.matcher(series).replaceFirst("");
        String type = types.getOrDefault(base, "");
        return type.equals("histogram") || type.equals("summary") ? base : series;
    }
}
