package org.airlog.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.airlog.observation.TraceContext;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Where a record stands in a trace, by its headers. */
final class TraceHeaders {

    private TraceHeaders() {}

    /** Null where it is in none, or its headers are no such. */
    static @Nullable TraceContext read(Headers headers) {
        return headers.lastHeader(TraceContext.PARENT) == null
                ? null
                : TraceContext.of(texts(headers, TraceContext.PARENT), texts(headers, TraceContext.STATE))
                        .orElse(null);
    }

    private static List<String> texts(Headers headers, String name) {
        var texts = new ArrayList<String>();
        for (Header header : headers.headers(name)) {
            byte[] value = header.value();
            texts.add(value == null ? "" : new String(value, StandardCharsets.UTF_8));
        }
        return texts;
    }
}
