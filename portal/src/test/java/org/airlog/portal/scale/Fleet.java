package org.airlog.portal.scale;

import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Made-up sensors all over Europe and what they have measured, generated in the database; always the same but for the day that
 * it ends with.
 *
 * <p>The fleet has grown: few sensors are {@value #MOST_DAYS} days old, most are young. Each measures pm10, pm2_5 and temp
 * every ten minutes. It is filled backwards, day by day, each in a transaction of its own, in the order of time as a consumer
 * would store it. The first {@value #OLDEST} have all of their history from the beginning, so that the same can be asked for
 * however long everybody else's is.
 *
 * <p>Hours, days and newest readings are counted by SQL along the way, as the consumer would need hours for as many;
 * {@link RollupCheck} holds them against what it counts.
 */
final class Fleet {

    /** The id of the first one. */
    static final int FIRST = 1;

    /** The id of one that is nearly as old as the fleet, and is filled with it. */
    static final int GROWING = 20;

    static final int OLDEST = 5;
    static final int MOST_DAYS = 400;

    private final PrintStream out;
    private final int sensors;
    private final double growth;
    private Instant end;
    private long rows;
    private int days;

    /**
     * Prepares {@code sensors} that will have some {@code mostRows} rows when all of them are there.
     *
     * @param end of the last day, where there is no fleet yet
     */
    Fleet(PrintStream out, int sensors, long mostRows, Instant end) {
        this.out = out;
        this.sensors = sensors;
        this.end = end;
        double meanDays = Math.min(MOST_DAYS, (double) mostRows / sensors / Filling.ROWS_A_DAY);
        growth = MOST_DAYS / meanDays - 1;
    }

    /** What sensor {@code sensor} is called in public. */
    static String id(int sensor) {
        return String.format(Locale.ROOT, "fleet%07d", sensor);
    }

    long rows() {
        return rows;
    }

    int days() {
        return days;
    }

    Instant end() {
        return end;
    }

    /** Takes up what an earlier run with the same sensors and rows has left, if there is something. */
    void resume(Connection connection) throws SQLException {
        if (RollupCheck.number(connection, "SELECT count(*) FROM pg_class WHERE relname = 'scale_fleet'") == 0) {
            return;
        }
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(
                        "SELECT rows, days, extract(epoch FROM ends)::bigint FROM scale_fleet")) {
            result.next();
            rows = result.getLong(1);
            days = result.getInt(2);
            end = Instant.ofEpochSecond(result.getLong(3));
        }
    }

    /** Whether there are {@code target} rows, or all that there will be. */
    boolean has(long target) {
        return days > 0 && (rows >= target || days == MOST_DAYS || active(days + 1) <= OLDEST);
    }

    /** Fills days until it {@link #has} {@code target} rows; the first time after the sensors and the whole history of some. */
    void fill(Connection connection, long target, Path realYear) throws SQLException {
        var filling = new Filling(connection);
        if (rows == 0) {
            begin(filling, realYear);
        }
        long before = rows;
        long begun = System.nanoTime();
        while (!has(target)) {
            days++;
            rows += store(filling, days, OLDEST + 1, active(days));
            filling.execute("UPDATE scale_fleet SET rows = " + rows + ", days = " + days);
            double seconds = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0;
            out.println(String.format(
                    Locale.ROOT,
                    "%s day %d: %,d sensors; %,d rows, %,.0f rows/s with their rollups",
                    Instant.now().truncatedTo(ChronoUnit.SECONDS),
                    days,
                    active(days),
                    rows,
                    (rows - before) / seconds));
        }
    }

    private void begin(Filling filling, Path realYear) throws SQLException {
        filling.sensors(sensors);
        new RealYear(realYear).store(filling.connection(), sensors + 1);
        for (int day = 1; day <= MOST_DAYS; day++) {
            rows += store(filling, day, 1, OLDEST);
        }
        filling.execute("CREATE TABLE scale_fleet AS SELECT " + rows + "::bigint AS rows, 0 AS days, timestamptz '"
                + end + "' AS ends");
        out.println("the " + OLDEST + " oldest have all of their history: " + rows + " rows");
    }

    private long store(Filling filling, int day, int from, int to) throws SQLException {
        return from > to
                ? 0
                : filling.day(
                        end.minus(day, ChronoUnit.DAYS), (MOST_DAYS - day) * Filling.ROWS_A_DAY, from, to, day == 1);
    }

    /** How many were there {@code day} days before the end. */
    private int active(int day) {
        double share = 1 - Math.pow((day - 1) / (double) MOST_DAYS, 1 / Math.max(growth, 1e-3));
        return Math.min(sensors, Math.max(OLDEST, (int) Math.round(sensors * share)));
    }
}
