package org.airlog.portal.page;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.airlog.observation.ReadingType;
import org.airlog.observation.ReadingTypes;
import org.airlog.portal.download.Format;
import org.airlog.portal.download.QueryString;
import org.airlog.portal.download.Table;
import org.jspecify.annotations.Nullable;

/** {@code GET /download} for people: the table, and the way to the same as a file. */
public final class DataPage implements Page {

    private static final String FORMAT = "format";
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Table table;
    private final QueryString query;

    /** Shows {@code table}, the answer to {@code query}. */
    public DataPage(Table table, QueryString query) {
        this.table = table;
        this.query = query;
    }

    @Override
    public String html() {
        var main = new StringBuilder();
        main.append("<h1>Uploaded data</h1>\n<p class=\"summary\">")
                .append(table.rows().size() == 1 ? "1 row" : table.rows().size() + " rows")
                .append(". Times are UTC.</p>\n<nav aria-label=\"The same rows\">\n");
        link(main, Format.CSV, "as CSV");
        link(main, Format.JSON, "as JSON");
        main.append("</nav>\n");
        if (table.rows().isEmpty()) {
            main.append("<p>Nothing has been uploaded that fits this question.</p>\n");
        } else {
            table(main);
        }
        return Html.document("Uploaded data", main.toString());
    }

    private void link(StringBuilder main, Format format, String text) {
        String target = "?" + query.without(FORMAT).with(FORMAT, format.label()).raw();
        main.append("<a href=\"")
                .append(Html.escaped(target))
                .append("\">")
                .append(text)
                .append("</a>\n");
    }

    private void table(StringBuilder main) {
        main.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Uploaded data\">\n")
                .append("<table>\n<thead><tr>");
        for (int i = 0; i < table.header().size(); i++) {
            heading(main, table.header().get(i), holdsNumbers(i));
        }
        main.append("</tr></thead>\n<tbody>\n");
        for (List<@Nullable Object> row : table.rows()) {
            main.append("<tr>");
            row.forEach(cell -> cell(main, cell));
            main.append("</tr>\n");
        }
        main.append("</tbody>\n</table>\n</div>\n");
    }

    private boolean holdsNumbers(int column) {
        return table.rows().stream().anyMatch(row -> row.get(column) instanceof Double);
    }

    private static void heading(StringBuilder main, String name, boolean holdsNumbers) {
        main.append(holdsNumbers ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">")
                .append(Html.escaped(name))
                .append(ReadingTypes.find(name).map(DataPage::unit).orElse(""))
                .append("</th>");
    }

    private static String unit(ReadingType type) {
        return " <small>" + Html.escaped(type.unit()) + "</small>";
    }

    private static void cell(StringBuilder main, @Nullable Object cell) {
        if (cell == null) {
            main.append("<td></td>");
        } else if (cell instanceof Instant time) {
            main.append("<td><time datetime=\"")
                    .append(time.truncatedTo(ChronoUnit.MILLIS))
                    .append("\">")
                    .append(UTC.format(time))
                    .append("</time></td>");
        } else if (cell instanceof Double) {
            main.append("<td class=\"number\">").append(Table.text(cell)).append("</td>");
        } else {
            main.append("<td>").append(Html.escaped(Table.text(cell))).append("</td>");
        }
    }
}
