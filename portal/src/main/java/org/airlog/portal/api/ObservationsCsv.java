package org.airlog.portal.api;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Observations of one sensor as lines of CSV (RFC 4180). Nothing in them has to be quoted: they are times, numbers and
 * names of reading types, which hold letters, digits and {@code _} alone.
 */
public final class ObservationsCsv {

    private static final String END = "\r\n";

    private ObservationsCsv() {}

    /** The first line, of the rows themselves. */
    public static String rawHeader(List<ReadingKind> kinds) {
        return kinds.stream().map(kind -> "," + kind.name()).collect(Collectors.joining("", "time,clock", END));
    }

    /** The first line, of buckets. */
    public static String bucketHeader() {
        return "time,type,count,avg,min,max" + END;
    }

    /** Adds the line of {@code row}. */
    public static void append(StringBuilder lines, RawRow row) {
        lines.append(row.time()).append(',').append(row.clock());
        for (@Nullable Double value : row.values()) {
            lines.append(',').append(value == null ? "" : Json.number(value));
        }
        lines.append(END);
    }

    /** Adds the line of {@code row}. */
    public static void append(StringBuilder lines, BucketRow row) {
        lines.append(row.start())
                .append(',')
                .append(row.type())
                .append(',')
                .append(row.count())
                .append(',')
                .append(Json.number(row.avg()))
                .append(',')
                .append(Json.number(row.min()))
                .append(',')
                .append(Json.number(row.max()))
                .append(END);
    }
}
