package org.airlog.portal.timescale;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.airlog.portal.api.Bucket;
import org.airlog.portal.api.BucketRow;
import org.airlog.portal.api.Range;
import org.airlog.portal.api.RawRow;
import org.airlog.portal.api.ReadingKind;
import org.jspecify.annotations.Nullable;

/**
 * What one sensor has measured. Rows are found by sensor and time, hours and days are read as they were counted beforehand:
 * what lies outside the range costs nothing. Thread-safe.
 */
public final class Observations {

    private final Database database;

    /** Reads from {@code database}. */
    public Observations(Database database) {
        this.database = database;
    }

    /** The first rows within {@code range} that hold one of {@code kinds}, in the order of time. */
    public List<RawRow> rows(int sensor, List<ReadingKind> kinds, Range range, int most)
            throws StoreUnavailableException {
        if (kinds.isEmpty()) {
            return List.of();
        }
        String columns = kinds.stream().map(Observations::column).collect(Collectors.joining(", "));
        return new Sql()
                .add("SELECT o.time, o.clock, " + columns + " FROM observation o WHERE o.sensor_id = ?", sensor)
                .add(" AND o.time >= ? AND o.time < ?", range.from(), range.to())
                .add(" AND num_nonnulls(" + columns + ") > 0 ORDER BY o.time LIMIT ?", most)
                .read(database, row -> row(row, kinds.size()));
    }

    /** Whole buckets within {@code range}, in the order of time, then of type. */
    public List<BucketRow> buckets(int sensor, List<ReadingKind> kinds, Range range, Bucket bucket, boolean percentiles)
            throws StoreUnavailableException {
        if (kinds.isEmpty()) {
            return List.of();
        }
        return bucket.source() == Bucket.Source.ROWS || percentiles
                ? ofRows(sensor, kinds, range, bucket, percentiles)
                : ofRollups(sensor, kinds, range, bucket);
    }

    /** When the first thing that {@code bucket} is made of was measured, within {@code range}. */
    public Optional<Instant> first(int sensor, List<ReadingKind> kinds, Range range, Bucket bucket)
            throws StoreUnavailableException {
        if (kinds.isEmpty()) {
            return Optional.empty();
        }
        var sql = new Sql();
        if (bucket.source() == Bucket.Source.ROWS) {
            String columns = kinds.stream().map(Observations::column).collect(Collectors.joining(", "));
            sql.add("SELECT o.time FROM observation o WHERE o.sensor_id = ?", sensor)
                    .add(" AND o.time >= ? AND o.time < ?", range.from(), range.to())
                    .add(" AND num_nonnulls(" + columns + ") > 0 ORDER BY o.time LIMIT 1");
        } else {
            sql.add("SELECT r.bucket FROM unnest(?) AS wanted (name) CROSS JOIN LATERAL (", (Object) columns(kinds))
                    .add("SELECT bucket FROM " + table(bucket) + " WHERE sensor_id = ?", sensor)
                    .add(" AND column_name = wanted.name AND bucket >= ? AND bucket < ?", range.from(), range.to())
                    .add(" ORDER BY bucket LIMIT 1) r ORDER BY 1 LIMIT 1");
        }
        return sql.read(database, row -> Sql.time(row, 1)).stream().findFirst();
    }

    private List<BucketRow> ofRows(int sensor, List<ReadingKind> kinds, Range range, Bucket bucket, boolean percentiles)
            throws StoreUnavailableException {
        String values = kinds.stream()
                .map(kind -> "(" + Sql.literal(kind.name()) + ", " + column(kind) + ")")
                .collect(Collectors.joining(", "));
        String more = percentiles
                ? ", percentile_cont(0.5) WITHIN GROUP (ORDER BY r.value), percentile_cont(0.95) WITHIN GROUP (ORDER BY r.value)"
                : "";
        return new Sql()
                .add(
                        "SELECT date_bin(make_interval(secs => ?), o.time, ?), r.name, count(*),",
                        seconds(bucket),
                        Bucket.ORIGIN)
                // As hours are counted, and not by avg(), which one large reading makes overflow.
                .add(" sum(greatest(least(r.value, 1e290), -1e290)) / count(*),")
                .add(" min(r.value), max(r.value)" + more + " FROM observation o")
                .add(" CROSS JOIN LATERAL (VALUES " + values + ") AS r (name, value)")
                .add(" WHERE o.sensor_id = ? AND o.time >= ? AND o.time < ?", sensor, range.from(), range.to())
                .add(" AND r.value IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2")
                .read(database, row -> bucket(row, percentiles));
    }

    private List<BucketRow> ofRollups(int sensor, List<ReadingKind> kinds, Range range, Bucket bucket)
            throws StoreUnavailableException {
        return new Sql()
                .add(
                        "SELECT date_bin(make_interval(secs => ?), r.bucket, ?), wanted.name,",
                        seconds(bucket),
                        Bucket.ORIGIN)
                .add(" sum(r.count), sum(r.sum) / sum(r.count), min(r.min), max(r.max)")
                .add(" FROM unnest(?, ?) AS wanted (name, column_name)", names(kinds), columns(kinds))
                .add(" CROSS JOIN LATERAL (SELECT * FROM " + table(bucket) + " x WHERE x.sensor_id = ?", sensor)
                .add(
                        " AND x.column_name = wanted.column_name AND x.bucket >= ? AND x.bucket < ?) r",
                        range.from(),
                        range.to())
                .add(" GROUP BY 1, 2 ORDER BY 1, 2")
                .read(database, row -> bucket(row, false));
    }

    private static String table(Bucket bucket) {
        return bucket.source() == Bucket.Source.DAYS ? "rollup_day" : "rollup_hour";
    }

    private static double seconds(Bucket bucket) {
        return bucket.length().toSeconds();
    }

    private static String column(ReadingKind kind) {
        return "o." + Sql.quoted(kind.column());
    }

    private static String[] columns(List<ReadingKind> kinds) {
        return kinds.stream().map(ReadingKind::column).toArray(String[]::new);
    }

    private static String[] names(List<ReadingKind> kinds) {
        return kinds.stream().map(ReadingKind::name).toArray(String[]::new);
    }

    private static RawRow row(ResultSet row, int values) throws SQLException {
        var read = new ArrayList<@Nullable Double>(values);
        for (int i = 0; i < values; i++) {
            double value = row.getDouble(i + 3);
            read.add(row.wasNull() ? null : value);
        }
        return new RawRow(Sql.time(row, 1), row.getInt(2), read);
    }

    private static BucketRow bucket(ResultSet row, boolean percentiles) throws SQLException {
        return new BucketRow(
                row.getString(2),
                Sql.time(row, 1),
                row.getLong(3),
                row.getDouble(4),
                row.getDouble(5),
                row.getDouble(6),
                percentiles
                        ? Optional.of(new BucketRow.Percentiles(row.getDouble(7), row.getDouble(8)))
                        : Optional.empty());
    }
}
