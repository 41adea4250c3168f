package org.airlog.observation.codec;

import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;

/**
 * The shape of an upload that is an object of columns, whatever format carries it: {@code {"time_utc":[43,23],"co2":
 * [1223,2351]}}.
 *
 * <p>A scalar is a column of one. Numbers are readings, text stays text, {@code true} and {@code false} are text as they
 * are in CSV, null is absent; anything nested deeper, and what JSON cannot say, is refused.
 */
final class UploadObject {

    private UploadObject() {}

    /** Reads the object that comes next; what follows it is the caller's matter. */
    static UploadColumns read(PayloadReader reader, PayloadLimits limits) throws Refusal {
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
