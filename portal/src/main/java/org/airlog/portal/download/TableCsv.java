package org.airlog.portal.download;

import java.util.List;
import java.util.stream.Collectors;
import org.airlog.portal.file.CsvText;
import org.jspecify.annotations.Nullable;

/** A table as CSV (RFC 4180): a header row, lines that end in CRLF, quotes where they are needed. */
public final class TableCsv {

    private static final String LINE_END = "\r\n";

    private TableCsv() {}

    /** The text. */
    public static String of(Table table) {
        var text = new StringBuilder();
        text.append(table.header().stream().map(CsvText::quoted).collect(Collectors.joining(",")))
                .append(LINE_END);
        for (List<@Nullable Object> row : table.rows()) {
            text.append(row.stream().map(TableCsv::cell).collect(Collectors.joining(",")))
                    .append(LINE_END);
        }
        return text.toString();
    }

    private static String cell(@Nullable Object cell) {
        if (cell == null) {
            return "";
        }
        return cell instanceof String text ? CsvText.quoted(text) : Table.text(cell);
    }
}
