package org.airlog.tracing;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.airlog.configuration.Settings;
import org.airlog.configuration.TracingKeys;

/**
 * Where spans go, and how much is traced. {@code toString} keeps the headers to itself.
 *
 * @param endpoint takes OTLP over HTTP
 * @param ratio which part of what is in no trace begins one, from 0 to 1
 * @param headers of each request to the endpoint; may be credentials
 */
public record TracingConfig(URI endpoint, double ratio, Map<String, String> headers) {

    /** Copies the headers. */
    public TracingConfig {
        headers = Map.copyOf(headers);
    }

    /** Its part of {@code settings}; empty where nothing is to be traced. */
    public static Optional<TracingConfig> of(Settings settings) {
        return settings.find(TracingKeys.ENDPOINT)
                .map(endpoint -> new TracingConfig(
                        URI.create(endpoint),
                        settings.get(TracingKeys.RATIO),
                        settings.find(TracingKeys.HEADERS).orElse(Map.of())));
    }

    /** Headers are credentials, and a query may be one. */
    @Override
    public String toString() {
        return "TracingConfig[" + endpoint.getHost() + ", " + ratio + "]";
    }
}
