package org.airlog.launcher.replay;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.ReadingTypes;
import org.airlog.observation.ReportedObservation;

/**
 * The observations in a CSV file of readings (RFC 4180, UTF-8), read one by one.
 *
 * <p>The header names the reading types in any case and by any alias; the column {@code time_utc} (or {@code time}) is
 * the time, in Unix seconds, perhaps with a fraction, or in ISO 8601 with a zone. An empty cell is an absent reading, a
 * row of nothing but those is left out. Any other cell that is no finite number ends the reading with its line.
 */
final class ReadingsCsv implements AutoCloseable {

    private static final Set<String> TIME_COLUMNS = Set.of("time_utc", "time");

    /** The year 5138: in payloads, larger numbers are milliseconds. */
    private static final long MAX_SECONDS = 99_999_999_999L;

    private final MappingIterator<String[]> rows;
    private final Duration shift;
    private final List<String> columns;
    private final int timeColumn;

    private ReadingsCsv(MappingIterator<String[]> rows, Duration shift) throws CommandFailedException {
        this.rows = rows;
        this.shift = shift;
        this.columns = columns(nextRow().orElseThrow(() -> new CommandFailedException("the file is empty")));
        this.timeColumn = timeColumn(columns);
    }

    /** Reads {@code csv}, which {@link #close()} closes; {@code shift} is added to every time. */
    static ReadingsCsv open(InputStream csv, Duration shift) throws CommandFailedException {
        try {
            MappingIterator<String[]> rows = new CsvMapper()
                    .readerFor(String[].class)
                    .with(CsvParser.Feature.WRAP_AS_ARRAY)
                    .with(CsvParser.Feature.SKIP_EMPTY_LINES)
                    .with(CsvParser.Feature.TRIM_SPACES)
                    .readValues(csv);
            return new ReadingsCsv(rows, shift);
        } catch (IOException e) {
            throw new CommandFailedException("cannot read the file: " + e.getMessage(), e);
        }
    }

    /** The next observation, or empty at the end of the file. */
    Optional<ReportedObservation> next() throws CommandFailedException {
        for (Optional<String[]> row = nextRow(); row.isPresent(); row = nextRow()) {
            ReportedObservation observation = observation(row.get());
            if (!observation.readings().isEmpty()) {
                return Optional.of(observation);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        try {
            rows.close();
        } catch (IOException readToItsEndAnyway) {
            // Nothing was written, so nothing can be lost.
        }
    }

    private Optional<String[]> nextRow() throws CommandFailedException {
        try {
            return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
        } catch (RuntimeJsonMappingException | NoSuchElementException e) {
            throw new CommandFailedException(where() + "this is no CSV: " + e.getMessage(), e);
        }
    }

    private ReportedObservation observation(String[] cells) throws CommandFailedException {
        if (cells.length > columns.size()) {
            throw new CommandFailedException(
                    where() + cells.length + " cells under a header of " + columns.size() + " columns");
        }
        var readings = new LinkedHashMap<String, Double>();
        for (int column = 0; column < cells.length; column++) {
            if (column != timeColumn && !cells[column].isBlank()) {
                readings.put(columns.get(column), number(cells[column], columns.get(column)));
            }
        }
        return ReportedObservation.at(time(timeColumn < cells.length ? cells[timeColumn] : ""), readings);
    }

    private double number(String cell, String column) throws CommandFailedException {
        try {
            double value = Double.parseDouble(cell);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException told) {
            // Told below, with the line, together with NaN and the infinities.
        }
        throw new CommandFailedException(where() + "'" + cell + "' under " + column + " is not a number");
    }

    private Instant time(String cell) throws CommandFailedException {
        try {
            Instant time = UnixTime.parse(cell).plus(shift);
            if (Math.abs(time.getEpochSecond()) < MAX_SECONDS) {
                return time;
            }
        } catch (DateTimeException | ArithmeticException told) {
            // Told below, with the line, together with times that no payload can carry.
        }
        throw new CommandFailedException(
                where() + "'" + cell + "' is neither Unix seconds nor an ISO 8601 time with a zone");
    }

    private String where() {
        return "line " + rows.getCurrentLocation().getLineNr() + ": ";
    }

    private static List<String> columns(String[] header) throws CommandFailedException {
        var columns = new ArrayList<String>();
        for (String cell : header) {
            String name = cell.strip();
            columns.add(
                    TIME_COLUMNS.contains(name.toLowerCase(Locale.ROOT))
                            ? name.toLowerCase(Locale.ROOT)
                            : ReadingTypes.canonicalName(name));
        }
        var seen = new HashSet<String>();
        for (String column : columns) {
            if (column.isEmpty() || !seen.add(column)) {
                throw new CommandFailedException("line 1: the header has "
                        + (column.isEmpty() ? "a column without a name" : "more than one column for " + column));
            }
        }
        return List.copyOf(columns);
    }

    private static int timeColumn(List<String> columns) throws CommandFailedException {
        int column = columns.indexOf("time_utc");
        column = column >= 0 ? column : columns.indexOf("time");
        if (column < 0) {
            throw new CommandFailedException("line 1: the header has no column time_utc");
        }
        return column;
    }
}
