package org.airlog.portal.download;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which rows and columns a {@code GET /download} asks for.
 *
 * <p>What is not understood is passed over, as co2logserver 0.1.2 has it: unknown columns, values with other characters
 * than letters, digits and {@code _,.-}, a number that is none. Every bound counts.
 *
 * @param columns names in the order in which they were asked for, each once; empty = all
 * @param maxRows at least 0
 */
public record DownloadQuery(List<String> columns, int maxRows, List<Bound> bounds, Order order) {

    private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z0-9_,.-]*");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,9}");

    /** Copies the lists. */
    public DownloadQuery {
        columns = List.copyOf(columns);
        bounds = List.copyOf(bounds);
    }

    /** Reads {@code query}; at most {@code mostRows} rows, whatever it says. */
    public static DownloadQuery of(QueryString query, Columns existing, int mostRows) {
        return new DownloadQuery(
                columns(query), maxRows(query, mostRows), bounds(query, existing), order(query, existing));
    }

    private static List<String> columns(QueryString query) {
        return query.first("cols").filter(DownloadQuery::isAllowed).stream()
                .flatMap(columns -> Arrays.stream(columns.split(",", -1)))
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    private static int maxRows(QueryString query, int mostRows) {
        return query.first("number")
                .filter(number -> WHOLE_NUMBER.matcher(number).matches())
                .map(Integer::valueOf)
                .filter(number -> number < mostRows)
                .orElse(mostRows);
    }

    private static List<Bound> bounds(QueryString query, Columns existing) {
        var bounds = new ArrayList<Bound>();
        for (Column column : existing.all()) {
            for (Bound.Side side : Bound.Side.values()) {
                String prefix =
                        switch (side) {
                            case MIN -> "min_";
                            case MAX -> "max_";
                        };
                query.first(prefix + column.name())
                        .filter(value -> !value.isEmpty() && isAllowed(value))
                        .flatMap(value -> Bound.of(column, side, value))
                        .ifPresent(bounds::add);
            }
        }
        return bounds;
    }

    /** The original orders by nothing then, and shows the oldest rows; the newest are what people look for. */
    private static Order order(QueryString query, Columns existing) {
        String[] words = query.first("order_by").orElse("").split(",", -1);
        if (words.length < 2 || !(words[1].equals("asc") || words[1].equals("desc"))) {
            return Order.NEWEST_FIRST;
        }
        Optional<Column> column = existing.find(words[0]);
        return column.map(known -> new Order(known, words[1].equals("desc"))).orElse(Order.NEWEST_FIRST);
    }

    private static boolean isAllowed(String value) {
        return ALLOWED.matcher(value).matches();
    }
}
