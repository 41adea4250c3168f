package org.airlog.portal.timescale;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.airlog.portal.download.Bound;
import org.airlog.portal.download.Column;
import org.airlog.portal.download.Columns;
import org.airlog.portal.download.DownloadQuery;
import org.airlog.portal.download.Order;

/**
 * One question for rows of legacy sensors, as SQL. Names come from the database's own catalogue and are quoted, values are
 * parameters.
 *
 * <p>Rows are looked up sensor by sensor, along the primary key, so that nobody else's are read. In the order of time
 * that is a few more rows than are asked for, however long the history: with {@code s} sensors, the {@code n / s + 1}
 * newest rows of each are at least {@code n} together, and none of the answer is older than the n-th of them. Any other
 * order, and a bound that few rows meet, reads all rows of legacy sensors within the bounds of time.
 *
 * @param parameters in the order of their question marks
 */
record LegacySql(String text, List<Object> parameters) {

    LegacySql {
        parameters = List.copyOf(parameters);
    }

    /** For {@code query}, which asks for at least one row. */
    static LegacySql of(DownloadQuery query, Columns columns) {
        return query.order().isByTime() ? byTime(query, columns) : byColumn(query, columns);
    }

    private static LegacySql byTime(DownloadQuery query, Columns columns) {
        boolean isDescending = query.order().isDescending();
        String order = " ORDER BY o.time " + (isDescending ? "DESC" : "ASC");
        String first = isDescending
                ? " AND o.time >= coalesce((SELECT time FROM last), '-infinity')"
                : " AND o.time <= coalesce((SELECT time FROM last), 'infinity')";
        String bounds = bounds(query);
        List<Object> values = values(query);
        var parameters = new ArrayList<>(values);
        parameters.add(query.maxRows());
        parameters.add(query.maxRows() - 1);
        parameters.addAll(values);
        parameters.add(query.maxRows());
        parameters.add(query.maxRows());
        String text = String.format(
                Locale.ROOT,
                """
                WITH legacy AS MATERIALIZED (SELECT id FROM sensor WHERE trust = 'legacy'),
                last AS MATERIALIZED (
                    SELECT o.time FROM legacy CROSS JOIN LATERAL (
                        SELECT o.time FROM observation o WHERE o.sensor_id = legacy.id%s%s
                        LIMIT (SELECT ? / greatest(count(*), 1) + 1 FROM legacy)) o%s
                    OFFSET ? LIMIT 1)
                SELECT o.* FROM legacy CROSS JOIN LATERAL (
                    SELECT %s FROM observation o WHERE o.sensor_id = legacy.id%s%s%s LIMIT ?) o
                %s, o.sensor_id LIMIT ?
                """,
                bounds,
                order,
                order,
                selected(columns),
                first,
                bounds,
                order,
                order);
        return new LegacySql(text, parameters);
    }

    /** No reading can have a column with a blank in its name. */
    private static LegacySql byColumn(DownloadQuery query, Columns columns) {
        Order order = query.order();
        var parameters = new ArrayList<>(values(query));
        parameters.add(query.maxRows());
        parameters.add(query.maxRows());
        String direction = (order.isDescending() ? " DESC" : " ASC") + " NULLS LAST";
        String text = String.format(
                Locale.ROOT,
                """
                WITH legacy AS MATERIALIZED (SELECT id FROM sensor WHERE trust = 'legacy')
                SELECT o.* FROM legacy CROSS JOIN LATERAL (
                    SELECT %s, %s AS "by what" FROM observation o WHERE o.sensor_id = legacy.id%s
                    ORDER BY "by what"%s, o.time DESC LIMIT ?) o
                ORDER BY o."by what"%s, o.time DESC, o.sensor_id LIMIT ?
                """,
                selected(columns),
                value(order.column()),
                bounds(query),
                direction,
                direction);
        return new LegacySql(text, parameters);
    }

    private static String selected(Columns columns) {
        return "o.sensor_id, o.time, o.received_at, o.clock, o.extra"
                + columns.readings().stream()
                        .map(column -> ", " + value(column))
                        .collect(Collectors.joining());
    }

    private static String bounds(DownloadQuery query) {
        return query.bounds().stream()
                .map(bound -> " AND " + value(bound.column())
                        + switch (bound.side()) {
                            case MIN -> " >= ?";
                            case MAX -> " <= ?";
                        })
                .collect(Collectors.joining());
    }

    private static List<Object> values(DownloadQuery query) {
        return query.bounds().stream()
                .map(Bound::value)
                .map(LegacySql::parameter)
                .toList();
    }

    private static Object parameter(Object value) {
        return value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value;
    }

    /** Texts are compared byte by byte, in every database alike. Their keys are Airlog's own. */
    private static String value(Column column) {
        return switch (column.kind()) {
            case TIME -> "o.time";
            case UPLOAD_TIME -> "o.received_at";
            case READING -> "o.\"" + column.source().replace("\"", "\"\"") + '"';
            case TEXT -> "(o.extra ->> '" + column.source().replace("'", "''") + "') COLLATE \"C\"";
        };
    }
}
