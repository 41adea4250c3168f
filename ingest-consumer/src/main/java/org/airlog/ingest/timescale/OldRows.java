package org.airlog.ingest.timescale;

import static org.airlog.ingest.timescale.SqlArrays.utc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The old rows of one table, which go chunk by chunk or batch by batch, each in a transaction that also counts them.
 *
 * <p>{@code table} is one of {@link Storage#TABLES}, {@code counter} its column of {@code retention}.
 */
final class OldRows {

    /** Some 50 ms of work. */
    private static final int BATCH = 10_000;

    private final Connection connection;
    private final boolean isHypertable;
    private final String table;
    private final String counter;

    OldRows(Connection connection, Storage storage, String table, String counter) {
        this.connection = connection;
        this.isHypertable = storage.hypertables().contains(table);
        this.table = table;
        this.counter = counter;
    }

    /** A chunk, its name quoted, and its time. */
    private record Chunk(String name, OffsetDateTime start, OffsetDateTime end) {}

    /** Deletes those before {@code cutoff}, a midnight of UTC, until {@code isStopped}; returns how many. */
    long delete(Instant cutoff, BooleanSupplier isStopped) throws SQLException {
        long deleted = 0;
        if (isHypertable) {
            for (Chunk chunk : chunks(cutoff)) {
                if (isStopped.getAsBoolean()) {
                    break;
                }
                deleted += drop(chunk);
            }
            return deleted;
        }
        long batch = BATCH;
        while (batch == BATCH && !isStopped.getAsBoolean()) {
            batch = deleteBatch(cutoff);
            deleted += batch;
        }
        return deleted;
    }

    private List<Chunk> chunks(Instant cutoff) throws SQLException {
        try (var statement = connection.prepareStatement(
                """
                SELECT format('%I.%I', chunk_schema, chunk_name), range_start, range_end FROM timescaledb_information.chunks
                WHERE hypertable_schema = current_schema() AND hypertable_name = ? AND range_end <= ?
                ORDER BY range_end
                """)) {
            statement.setString(1, table);
            statement.setObject(2, utc(cutoff));
            try (var result = statement.executeQuery()) {
                var chunks = new ArrayList<Chunk>();
                while (result.next()) {
                    chunks.add(new Chunk(
                            result.getString(1),
                            result.getObject(2, OffsetDateTime.class),
                            result.getObject(3, OffsetDateTime.class)));
                }
                connection.commit();
                return chunks;
            }
        }
    }

    private long drop(Chunk chunk) throws SQLException {
        try (var statement = connection.createStatement();
                var dropping = connection.prepareStatement(
                        "SELECT drop_chunks('" + table + "', older_than => ?, newer_than => ?)")) {
            // A row that came between counting and dropping would be missing from the account.
            statement.execute("LOCK TABLE " + chunk.name() + " IN EXCLUSIVE MODE");
            long rows;
            try (var result = statement.executeQuery("SELECT count(*) FROM " + chunk.name())) {
                result.next();
                rows = result.getLong(1);
            }
            // This one alone: an older one that has come meanwhile has not been counted.
            dropping.setObject(1, chunk.end());
            dropping.setObject(2, chunk.start());
            dropping.executeQuery().close();
            count(rows);
            connection.commit();
            return rows;
        }
    }

    private long deleteBatch(Instant cutoff) throws SQLException {
        try (var statement = connection.prepareStatement("DELETE FROM " + table
                + " WHERE ctid = ANY (ARRAY(SELECT ctid FROM " + table + " WHERE time < ? LIMIT " + BATCH + "))")) {
            statement.setObject(1, utc(cutoff));
            long rows = statement.executeUpdate();
            count(rows);
            connection.commit();
            return rows;
        }
    }

    private void count(long rows) throws SQLException {
        if (rows > 0) {
            try (var statement =
                    connection.prepareStatement("UPDATE retention SET " + counter + " = " + counter + " + ?")) {
                statement.setLong(1, rows);
                statement.executeUpdate();
            }
        }
    }
}
