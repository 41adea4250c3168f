package org.airlog.portal.download;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.airlog.observation.ReadingTypes;
import org.airlog.portal.download.Column.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link DownloadQuery}, before it is CSV, JSON or a page.
 *
 * <p>Without {@code cols}, a reading or a text has a column where some row has a value for it; times and checksums always
 * have. Positions and SUIDs are no columns, whatever is stored.
 *
 * <p>Each upload may bring names of its own, so that rows alone do not bound a table: at most {@value #MOST_CELLS} cells
 * have a place. Past that, columns without a catalogue are left out, those that fewest rows have first; {@code cols} and
 * {@code number} still get at them.
 *
 * @param header names of the columns, each once
 * @param rows as many cells as the header: an {@link Instant}, a {@link Double}, a {@link String}, or null
 */
public record Table(List<String> header, List<List<@Nullable Object>> rows) {

    /** A page takes some ten bytes for each cell, also for an empty one. */
    static final int MOST_CELLS = 2_000_000;

    /** Copies the lists. */
    public Table {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
    }

    /** The part of {@code rows} that {@code query} asks for. */
    public static Table of(List<StoredRow> rows, DownloadQuery query, Columns existing) {
        List<Column> all = all(rows, existing);
        List<Column> columns = fitting(asked(query, all, existing), rows, existing);
        return new Table(
                columns.stream().map(Column::name).toList(),
                rows.stream().map(row -> cells(row, columns)).toList());
    }

    /** A cell as uploads spell it: numbers plain, times in Unix seconds. */
    public static String text(Object cell) {
        if (cell instanceof Double number) {
            return Cells.number(number);
        }
        return cell instanceof Instant time ? Cells.seconds(time) : cell.toString();
    }

    private static List<Column> asked(DownloadQuery query, List<Column> all, Columns existing) {
        var shown = new LinkedHashMap<String, Column>();
        all.forEach(column -> shown.put(column.name(), column));
        var asked = new ArrayList<Column>();
        for (String name : query.columns()) {
            existing.find(name).or(() -> Optional.ofNullable(shown.get(name))).ifPresent(asked::add);
        }
        return asked.isEmpty() ? all : asked;
    }

    private static List<Column> fitting(List<Column> columns, List<StoredRow> rows, Columns existing) {
        int most = MOST_CELLS / Math.max(1, rows.size());
        if (columns.size() <= most) {
            return columns;
        }
        var uses = new HashMap<String, Integer>();
        for (StoredRow row : rows) {
            row.readings().keySet().forEach(name -> uses.merge(name.toLowerCase(Locale.ROOT), 1, Integer::sum));
            row.texts().keySet().forEach(name -> uses.merge(name, 1, Integer::sum));
        }
        Set<Column> kept = columns.stream()
                .sorted(Comparator.comparing((Column column) -> rank(column, existing))
                        .thenComparing(column -> -uses.getOrDefault(column.name(), 0)))
                .limit(most)
                .collect(Collectors.toSet());
        return columns.stream().filter(kept::contains).toList();
    }

    /** Times first, then what every Airlog or its database knows of. */
    private static int rank(Column column, Columns existing) {
        return switch (column.kind()) {
            case TIME, UPLOAD_TIME -> 0;
            case READING, TEXT -> existing.find(column.name()).isPresent() ? 1 : 2;
        };
    }

    private static List<Column> all(List<StoredRow> rows, Columns existing) {
        var numbers = new TreeSet<String>();
        var texts = new TreeSet<String>();
        for (StoredRow row : rows) {
            row.readings().keySet().forEach(name -> numbers.add(name.toLowerCase(Locale.ROOT)));
            texts.addAll(row.texts().keySet());
        }
        Map<String, Column> columns = new LinkedHashMap<>();
        add(columns, Columns.TIME);
        add(columns, Columns.UPLOAD_TIME);
        existing.readings().stream()
                .filter(reading -> numbers.contains(reading.name()) || texts.contains(reading.name()))
                .forEach(reading -> add(columns, reading));
        numbers.forEach(name -> add(columns, new Column(name, Kind.READING, "")));
        Columns.CHECKSUMS.forEach(checksums -> texts.remove(checksums.name()));
        texts.forEach(name -> add(columns, Columns.text(name)));
        Columns.CHECKSUMS.forEach(checksums -> add(columns, checksums));
        columns.keySet().removeAll(Columns.WITHHELD);
        return List.copyOf(columns.values());
    }

    private static void add(Map<String, Column> columns, Column column) {
        columns.putIfAbsent(column.name(), column);
    }

    private static List<@Nullable Object> cells(StoredRow row, List<Column> columns) {
        var cells = new ArrayList<@Nullable Object>(columns.size());
        columns.forEach(column -> cells.add(cell(row, column)));
        return Collections.unmodifiableList(cells);
    }

    private static @Nullable Object cell(StoredRow row, Column column) {
        return switch (column.kind()) {
            case TIME -> row.shownTime();
            case UPLOAD_TIME -> row.receivedAt();
            case READING, TEXT -> {
                Object reading = row.readings().get(ReadingTypes.canonicalName(column.name()));
                // A cell of one column may be a number in one row and text in another.
                yield reading != null ? reading : row.texts().get(column.name());
            }
        };
    }
}
