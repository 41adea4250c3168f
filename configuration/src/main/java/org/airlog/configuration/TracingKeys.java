package org.airlog.configuration;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys of tracing: where spans go, how many, and by which right. */
public final class TracingKeys {

    /** Where spans are taken; unset, nothing is traced. */
    public static final Key<String> ENDPOINT = Key.text(
                    "airlog.tracing.endpoint",
                    null,
                    "URL of a collector that takes OTLP over HTTP, such as http://127.0.0.1:4318; unset, nothing is traced.")
            .as(TracingKeys::endpoint);

    /** How much of what arrives without a trace begins one. */
    public static final Key<Double> RATIO = Key.text(
                    "airlog.tracing.ratio",
                    "0.01",
                    "Which part of the requests and publishes that are in no trace begins one, from 0 to 1.")
            .as(TracingKeys::ratio);

    /** What the collector wants to see beside the spans. */
    public static final Key<Map<String, String>> HEADERS = Key.secret(
                    "airlog.tracing.headers",
                    null,
                    "Headers of each request to the collector, <name>=<value>, …: by which it knows us.")
            .as(TracingKeys::headers);

    /** All of them. */
    public static final List<Key<?>> ALL = List.of(ENDPOINT, RATIO, HEADERS);

    private static final String PATH = "/v1/traces";
    private static final Pattern URL =
            Pattern.compile("(?<server>(?i:https?)://(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?)"
                    + "(?<path>/(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]*");

    private TracingKeys() {}

    /** The path that OTLP has is added to an URL that names none. */
    private static String endpoint(String text) {
        Matcher url = URL.matcher(text);
        if (!url.matches()) {
            throw new IllegalArgumentException("expected a URL such as http://127.0.0.1:4318");
        }
        String path = url.group("path");
        return path == null || path.equals("/") ? url.group("server") + PATH : text;
    }

    private static double ratio(String text) {
        String expected = "expected a number from 0 to 1";
        double ratio;
        try {
            ratio = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(expected, e);
        }
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException(expected);
        }
        return ratio;
    }

    private static Map<String, String> headers(String text) {
        var headers = new TreeMap<String, String>();
        for (String header : text.split(",", -1)) {
            int end = header.indexOf('=');
            String name = end < 0 ? header.strip() : header.substring(0, end).strip();
            String value = end < 0 ? "" : header.substring(end + 1).strip();
            if (end < 0 && name.isEmpty()) {
                continue;
            }
            if (end < 0
                    || !NAME.matcher(name).matches()
                    || !VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException("expected <name>=<value>, …");
            }
            headers.put(name, value);
        }
        return Map.copyOf(headers);
    }
}
