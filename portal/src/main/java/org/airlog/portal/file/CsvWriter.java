package org.airlog.portal.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Collectors;
import org.airlog.portal.api.BucketRow;
import org.airlog.portal.api.Json;
import org.airlog.portal.api.RawRow;
import org.airlog.portal.api.ReadingKind;
import org.jspecify.annotations.Nullable;

/**
 * Observations of one sensor as lines of CSV (RFC 4180): times, numbers and names of reading types, which devices choose and
 * which therefore may need quotes.
 */
final class CsvWriter implements RowWriter {

    private static final String END = "\r\n";

    private final StringBuilder lines;

    private CsvWriter(String header) {
        lines = new StringBuilder(header).append(END);
    }

    static CsvWriter ofRows(List<ReadingKind> kinds) {
        return new CsvWriter(kinds.stream()
                .map(kind -> "," + CsvText.quoted(kind.name()))
                .collect(Collectors.joining("", "time,clock", "")));
    }

    static CsvWriter ofBuckets() {
        return new CsvWriter("time,type,count,avg,min,max");
    }

    @Override
    public void add(RawRow row) {
        lines.append(row.time()).append(',').append(row.clock());
        for (@Nullable Double value : row.values()) {
            lines.append(',').append(value == null ? "" : Json.number(value));
        }
        lines.append(END);
    }

    @Override
    public void add(BucketRow row) {
        lines.append(row.start())
                .append(',')
                .append(CsvText.quoted(row.type()))
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

    @Override
    public byte[] ready() {
        byte[] ready = lines.toString().getBytes(UTF_8);
        lines.setLength(0);
        return ready;
    }

    @Override
    public byte[] end() {
        return ready();
    }
}
