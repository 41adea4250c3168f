package org.airlog.portal.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.airlog.observation.Payload;
import org.jspecify.annotations.Nullable;

/** Observations of one sensor in JSON. */
public final class ObservationsJson {

    private final String sensor;
    private final Range range;
    private final Bucket bucket;
    private final List<ReadingKind> kinds;

    /** Of {@code sensor}, a public id. */
    public ObservationsJson(String sensor, Range range, Bucket bucket, List<ReadingKind> kinds) {
        this.sensor = sensor;
        this.range = range;
        this.bucket = bucket;
        this.kinds = List.copyOf(kinds);
    }

    /** The rows themselves; where there are more than {@code limit}, without them and with a cursor. */
    public Payload raw(List<RawRow> rows, int limit) {
        List<RawRow> shown = rows.size() > limit ? rows.subList(0, limit) : rows;
        return Json.of(json -> {
            begin(json);
            json.writeArrayFieldStart("observations");
            for (RawRow row : shown) {
                row(json, row);
            }
            json.writeEndArray();
            if (shown.size() < rows.size()) {
                json.writeStringField(
                        "next",
                        ObservationQuery.cursorAfter(shown.get(shown.size() - 1).time()));
            } else {
                json.writeNullField("next");
            }
            json.writeEndObject();
        });
    }

    /** A series of each type; {@code rows} are in the order of their types, then of time. */
    public Payload series(List<BucketRow> rows) {
        return Json.of(json -> {
            begin(json);
            json.writeObjectFieldStart("series");
            for (ReadingKind kind : kinds) {
                json.writeArrayFieldStart(kind.name());
                for (BucketRow row : rows) {
                    if (row.type().equals(kind.name())) {
                        point(json, row);
                    }
                }
                json.writeEndArray();
            }
            json.writeEndObject();
            json.writeNullField("next");
            json.writeEndObject();
        });
    }

    private void begin(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("sensor", sensor);
        json.writeStringField("from", range.from().toString());
        json.writeStringField("to", range.to().toString());
        json.writeStringField("bucket", bucket.label());
        json.writeObjectFieldStart("units");
        for (ReadingKind kind : kinds) {
            json.writeStringField(kind.name(), kind.unit());
        }
        json.writeEndObject();
    }

    private void row(JsonGenerator json, RawRow row) throws IOException {
        json.writeStartObject();
        json.writeStringField("time", row.time().toString());
        json.writeNumberField("clock", row.clock());
        json.writeObjectFieldStart("readings");
        for (int i = 0; i < kinds.size(); i++) {
            @Nullable Double value = row.values().get(i);
            if (value != null) {
                Json.number(json, kinds.get(i).name(), value);
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void point(JsonGenerator json, BucketRow row) throws IOException {
        json.writeStartObject();
        json.writeStringField("time", row.start().toString());
        json.writeNumberField("count", row.count());
        Json.number(json, "avg", row.avg());
        Json.number(json, "min", row.min());
        Json.number(json, "max", row.max());
        if (row.percentiles().isPresent()) {
            Json.number(json, "p50", row.percentiles().get().p50());
            Json.number(json, "p95", row.percentiles().get().p95());
        }
        json.writeEndObject();
    }
}
