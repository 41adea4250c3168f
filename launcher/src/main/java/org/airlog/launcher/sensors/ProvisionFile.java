package org.airlog.launcher.sensors;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.airlog.launcher.console.CommandFailedException;

/**
 * The sensors that an operator lists: CSV in UTF-8 with a header, columns {@code suid} and perhaps {@code claim_code},
 * {@code manufacturer}, {@code model}, in any order. At most {@value #MAX_LINES} lines; a sensor is one line.
 */
final class ProvisionFile {

    static final int MAX_LINES = 100_000;
    private static final List<String> COLUMNS = List.of("suid", "claim_code", "manufacturer", "model");

    private ProvisionFile() {}

    /** One line, nothing in it checked yet; what is not told is empty. */
    record Line(int number, String suid, String claimCode, String manufacturer, String model) {
        /** The claim code is left out. */
        @Override
        public String toString() {
            return "Line[" + number + ", " + suid + "]";
        }
    }

    /** Reads {@code file}; throws where it is no such file, with the line that is wrong. */
    static List<Line> read(Path file) throws CommandFailedException {
        List<String> written;
        try {
            written = Files.readAllLines(file);
        } catch (IOException e) {
            throw new CommandFailedException("cannot read " + file, e);
        }
        if (written.size() > MAX_LINES) {
            throw new CommandFailedException(file + " has more than " + MAX_LINES + " lines: split it");
        }
        var lines = new ArrayList<Line>();
        List<String> header = null;
        for (int i = 0; i < written.size(); i++) {
            String text = i == 0 ? written.get(i).replace("\uFEFF", "") : written.get(i);
            if (text.isBlank()) {
                continue;
            }
            List<String> cells = cells(text, i + 1);
            if (header == null) {
                header = header(cells, i + 1);
            } else {
                lines.add(line(header, cells, i + 1));
            }
        }
        return lines;
    }

    private static List<String> header(List<String> cells, int number) throws CommandFailedException {
        List<String> header =
                cells.stream().map(cell -> cell.toLowerCase(Locale.ROOT)).toList();
        boolean isKnown = COLUMNS.containsAll(header)
                && header.contains("suid")
                && header.stream().distinct().count() == header.size();
        if (!isKnown) {
            throw new CommandFailedException(
                    "line " + number + ": expected a header of suid, claim_code, manufacturer, model");
        }
        return header;
    }

    private static Line line(List<String> header, List<String> cells, int number) throws CommandFailedException {
        if (cells.size() > header.size()) {
            throw new CommandFailedException(
                    "line " + number + ": " + cells.size() + " cells under a header of " + header.size() + " columns");
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            values.put(header.get(i), cells.get(i));
        }
        return new Line(
                number,
                values.getOrDefault("suid", ""),
                values.getOrDefault("claim_code", ""),
                values.getOrDefault("manufacturer", ""),
                values.getOrDefault("model", ""));
    }

    private static List<String> cells(String text, int number) throws CommandFailedException {
        try (Reader reader = new StringReader(text);
                MappingIterator<String[]> rows = new CsvMapper()
                        .readerFor(String[].class)
                        .with(CsvParser.Feature.WRAP_AS_ARRAY)
                        .with(CsvParser.Feature.TRIM_SPACES)
                        .readValues(reader)) {
            return Arrays.asList(rows.next());
        } catch (IOException | RuntimeJsonMappingException e) {
            throw new CommandFailedException("line " + number + ": this is no line of CSV", e);
        }
    }
}
