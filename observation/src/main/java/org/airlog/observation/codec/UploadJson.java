package org.airlog.observation.codec;

import java.util.List;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;

/**
 * A co2logserver upload as JSON: an object of columns, {@code {"time_utc":[43,23],"co2":[1223,2351]}}.
 *
 * <p>A scalar is a column of one. Numbers are readings, text stays text, {@code true} and {@code false} are text as they
 * are in CSV, null is absent. Names may repeat, the later counts: {@link UploadColumns}. Thread-safe.
 */
public final class UploadJson {

    private UploadJson() {}

    /**
     * The rows of {@code payload}, at least one.
     *
     * @throws Refusal {@code too-large} past a limit of bytes, rows or columns, {@code malformed} for the rest
     */
    public static List<ReportedObservation> decode(Payload payload, PayloadLimits limits) throws Refusal {
        try (var json = JsonPayload.open(payload, limits, false)) {
            var columns = read(json, limits);
            json.end();
            return columns.observations();
        }
    }

    private static UploadColumns read(PayloadReader reader, PayloadLimits limits) throws Refusal {
        var columns = new UploadColumns(limits);
        reader.openMap("the upload");
        for (String name = reader.nextName(); name != null; name = reader.nextName()) {
            UploadColumns.Column column = columns.open(name);
            if (reader.next() == PayloadReader.Kind.ARRAY) {
                reader.openArray("a column");
                while (reader.hasElement()) {
                    column.add(cell(reader));
                }
            } else {
                column.add(cell(reader));
            }
        }
        return columns;
    }

    private static Cell cell(PayloadReader reader) throws Refusal {
        return switch (reader.next()) {
            case NUMBER -> new Cell.Numeric(reader.number("a value"));
            case TEXT -> Cell.text(reader.text("a value"));
            case BOOLEAN -> Cell.text(Boolean.toString(reader.truth("a value")));
            case NULL -> {
                reader.skip();
                yield Cell.ABSENT;
            }
            case ARRAY, MAP, OTHER ->
                throw new Refusal(Reason.MALFORMED, "a value must be a number, text, true, false or null");
        };
    }
}
