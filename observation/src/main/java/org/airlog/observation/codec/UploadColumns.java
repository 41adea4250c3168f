package org.airlog.observation.codec;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.airlog.observation.Position;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;
import org.airlog.observation.signature.SaltedHash;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one co2logserver upload on their way to observations: every upload format fills one of these.
 *
 * <p>Names are canonical, so case and aliases do not matter, and of two columns with one name the later counts. {@code
 * time_utc} or {@code time} is the time (Unix seconds or ISO 8601, UTC where it names no zone); {@code lat}, {@code lon}
 * (also written out, or {@code lng}) and {@code height} (degrees, degrees, metres) are the position. Of the other columns
 * numbers are readings and text is {@code extra}. What the server says of an upload itself ({@code time_upload_utc},
 * {@link SaltedHash#MATCHED}) is passed over. Short columns are padded; a row in which nothing was measured is left out. One thread at a time.
 * Source: co2logserver 0.1.2.
 */
final class UploadColumns {

    private static final String TIME = "time";
    private static final String LATITUDE = "lat";
    private static final String LONGITUDE = "lon";
    private static final String HEIGHT = "height";
    private static final Set<String> SPECIAL = Set.of(TIME, LATITUDE, LONGITUDE, HEIGHT);
    /** A sender that could write these would vouch for itself; and a download, which has them, can be uploaded again. */
    static final Set<String> SERVERS_OWN = Set.of("time_upload_utc", SaltedHash.MATCHED, SaltedHash.FAILED);

    private static final Map<String, String> ALIASES =
            Map.of("time_utc", TIME, "latitude", LATITUDE, "longitude", LONGITUDE, "lng", LONGITUDE);

    private final PayloadLimits limits;
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private int rows;
    private int measuredColumns;

    UploadColumns(PayloadLimits limits) {
        this.limits = limits;
    }

    /** How many columns any upload may have: the cheap look before all is read. */
    static int most(PayloadLimits limits) {
        return limits.maxReadings() + SPECIAL.size() + SERVERS_OWN.size();
    }

    /** Starts the column {@code name}; one that was there under the same name is forgotten. */
    Column open(String name) throws Refusal {
        String canonical = ReadingNames.canonical(name.strip(), limits);
        String key = ALIASES.getOrDefault(canonical, canonical);
        var column = new Column();
        if (SERVERS_OWN.contains(key)) {
            return column;
        }
        if (columns.put(key, column) == null && !SPECIAL.contains(key)) {
            limits.checkReadings(++measuredColumns, "the upload");
        }
        return column;
    }

    /** The rows as observations, at least one. */
    List<ReportedObservation> observations() throws Refusal {
        var observations = new ArrayList<ReportedObservation>();
        for (int row = 0; row < rows; row++) {
            ReportedObservation observation = observation(row);
            if (!observation.readings().isEmpty() || !observation.extra().isEmpty() || observation.position() != null) {
                observations.add(observation);
            }
        }
        if (observations.isEmpty()) {
            throw new Refusal(Reason.MALFORMED, "the upload holds no row with a value");
        }
        return observations;
    }

    private ReportedObservation observation(int row) throws Refusal {
        var readings = new LinkedHashMap<String, Double>();
        var extra = new LinkedHashMap<String, String>();
        columns.forEach((name, column) -> {
            if (SPECIAL.contains(name)) {
                return;
            }
            Cell cell = column.at(row);
            if (cell instanceof Cell.Numeric numeric) {
                readings.put(name, numeric.value());
            } else if (cell instanceof Cell.Text text) {
                extra.put(name, text.value());
            }
        });
        return new ReportedObservation(time(row), readings, extra, position(row));
    }

    private @Nullable Instant time(int row) throws Refusal {
        String what = "time of row " + (row + 1);
        Cell cell = cell(TIME, row);
        if (cell instanceof Cell.Text text) {
            // A number in quotes is still a time; what a JSON text column holds is otherwise left alone.
            cell = Cell.ofText(text.value());
        }
        if (cell instanceof Cell.Numeric numeric) {
            return UnixTime.ofNumber(numeric.value(), what);
        }
        return cell instanceof Cell.Text text ? UnixTime.ofText(text.value().strip(), what) : null;
    }

    private @Nullable Position position(int row) throws Refusal {
        Double latitude = degreesOrMetres(LATITUDE, row);
        Double longitude = degreesOrMetres(LONGITUDE, row);
        Double height = degreesOrMetres(HEIGHT, row);
        if (latitude == null && longitude == null && height == null) {
            return null;
        }
        if (latitude == null || longitude == null) {
            throw new Refusal(Reason.MALFORMED, "the position of row " + (row + 1) + " needs both lat and lon");
        }
        try {
            return new Position(latitude, longitude, height);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Reason.MALFORMED, "row " + (row + 1) + ": " + e.getMessage());
        }
    }

    private @Nullable Double degreesOrMetres(String name, int row) throws Refusal {
        Cell cell = cell(name, row);
        if (cell instanceof Cell.Text) {
            throw new Refusal(Reason.MALFORMED, name + " of row " + (row + 1) + " must be a number");
        }
        return cell instanceof Cell.Numeric numeric ? (Double) numeric.value() : null;
    }

    private Cell cell(String name, int row) {
        Column column = columns.get(name);
        return column == null ? Cell.ABSENT : column.at(row);
    }

    /** The cells of one column, from the first row on. */
    final class Column {

        private final List<Cell> cells = new ArrayList<>();

        private Column() {}

        void add(Cell cell) throws Refusal {
            limits.checkObservations(cells.size() + 1);
            cells.add(cell);
            rows = Math.max(rows, cells.size());
        }

        private Cell at(int row) {
            return row < cells.size() ? cells.get(row) : Cell.ABSENT;
        }
    }
}
