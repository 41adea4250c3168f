package org.airlog.bench.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * How fast this database takes rows at all: COPY of rows like the fleet's into an empty table with the columns and the key of
 * {@code observation}, from one connection, in one transaction, made beforehand. The table is dropped again.
 */
public final class RawCopy {

    private static final String TABLE = "airlog_bench_copy";
    private static final int ROWS_PER_CHUNK = 10_000;
    private static final int STEP_SECONDS = 10;

    private RawCopy() {}

    /**
     * Copies {@code rows} rows of {@code sensors} sensors, the sensors in turn; returns rows a second.
     *
     * @param columns of readings
     */
    public static double perSecond(DatabaseAccess access, long rows, int sensors, List<String> columns)
            throws SQLException, IOException {
        try (Connection connection = access.connect()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("DROP TABLE IF EXISTS " + TABLE);
                statement.execute("CREATE TABLE " + TABLE + " (LIKE observation INCLUDING ALL)");
                connection.commit();
                long nanos = copy(connection, rows, sensors, columns);
                statement.execute("DROP TABLE " + TABLE);
                connection.commit();
                return rows / (nanos / 1e9);
            }
        }
    }

    private static long copy(Connection connection, long rows, int sensors, List<String> columns) throws SQLException {
        String named = columns.stream().map(column -> ", " + column).collect(Collectors.joining());
        long nanos = 0;
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + TABLE + " (time, sensor_id, received_at, clock" + named + ") FROM STDIN");
        try {
            for (long from = 0; from < rows; from += ROWS_PER_CHUNK) {
                byte[] chunk = chunk(from, Math.min(rows, from + ROWS_PER_CHUNK), sensors, columns.size());
                long start = System.nanoTime();
                copy.writeToCopy(chunk, 0, chunk.length);
                nanos += System.nanoTime() - start;
            }
            long start = System.nanoTime();
            copy.endCopy();
            connection.commit();
            return nanos + System.nanoTime() - start;
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static byte[] chunk(long from, long to, int sensors, int columns) {
        var text = new StringBuilder();
        for (long row = from; row < to; row++) {
            long second = 1_700_000_000L + row / sensors * STEP_SECONDS;
            var time = java.time.Instant.ofEpochSecond(second);
            text.append(time)
                    .append('\t')
                    .append(row % sensors)
                    .append('\t')
                    .append(time)
                    .append("\t0");
            for (int column = 0; column < columns; column++) {
                text.append('\t').append(row % 400 / 10.0);
            }
            text.append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
