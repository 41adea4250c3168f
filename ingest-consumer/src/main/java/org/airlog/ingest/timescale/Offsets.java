package org.airlog.ingest.timescale;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import org.airlog.ingest.batch.Batch.Span;
import org.airlog.ingest.batch.LogPartition;
import org.airlog.ingest.batch.Tally;

/**
 * How far the log is stored: table {@code ingest_offset}, moved in the transaction of the rows.
 *
 * <p>{@link #lock} first of all: it holds back whoever works on the same offset, and stops whoever comes too late before
 * he has done any work.
 */
final class Offsets {

    private Offsets() {}

    /** The stored offset of each partition; one that is new here is noted with its first. */
    static Map<LogPartition, Long> positions(Connection connection, SortedMap<LogPartition, Long> beginnings)
            throws SQLException {
        var positions = new HashMap<LogPartition, Long>();
        try (var insert = connection.prepareStatement(
                        """
                        INSERT INTO ingest_offset (topic_id, partition, topic, next_offset) VALUES (?, ?, ?, ?)
                        ON CONFLICT (topic_id, partition) DO NOTHING
                        """);
                var select = connection.prepareStatement(
                        "SELECT next_offset FROM ingest_offset WHERE topic_id = ? AND partition = ?")) {
            for (var beginning : beginnings.entrySet()) {
                LogPartition partition = beginning.getKey();
                insert.setObject(1, partition.topicId());
                insert.setInt(2, partition.partition());
                insert.setString(3, partition.topic());
                insert.setLong(4, beginning.getValue());
                insert.executeUpdate();
                select.setObject(1, partition.topicId());
                select.setInt(2, partition.partition());
                try (var result = select.executeQuery()) {
                    result.next();
                    positions.put(partition, result.getLong(1));
                }
            }
        }
        return positions;
    }

    /** Locks the partitions until the end of the transaction. */
    static void lock(Connection connection, SortedMap<LogPartition, Span> spans) throws SQLException, FencedException {
        try (var statement = connection.prepareStatement(
                "SELECT next_offset FROM ingest_offset WHERE topic_id = ? AND partition = ? FOR UPDATE")) {
            for (var span : spans.entrySet()) {
                statement.setObject(1, span.getKey().topicId());
                statement.setInt(2, span.getKey().partition());
                if (!standsAt(statement, span.getValue().expected())) {
                    throw new FencedException(span.getKey(), span.getValue().expected());
                }
            }
        }
    }

    private static boolean standsAt(PreparedStatement statement, long expected) throws SQLException {
        try (var result = statement.executeQuery()) {
            return result.next() && result.getLong(1) == expected;
        } catch (SQLException e) {
            if (SqlFaults.SERIALIZATION_FAILURE.equals(e.getSQLState())) {
                return false; // it was moved while we waited for its lock
            }
            throw e;
        }
    }

    /** Moves the offsets on and counts. */
    static void advance(Connection connection, SortedMap<LogPartition, Span> spans, Map<LogPartition, Tally> tallies)
            throws SQLException, FencedException {
        try (var statement = connection.prepareStatement(
                """
                UPDATE ingest_offset
                SET next_offset = ?, accepted = accepted + ?, inserted = inserted + ?, merged = merged + ?,
                    parked = parked + ?, replayed = replayed + ?, updated_at = now()
                WHERE topic_id = ? AND partition = ? AND next_offset = ?
                """)) {
            for (var span : spans.entrySet()) {
                Tally tally = tallies.getOrDefault(span.getKey(), Tally.NONE);
                statement.setLong(1, span.getValue().next());
                statement.setLong(2, tally.accepted());
                statement.setLong(3, tally.inserted());
                statement.setLong(4, tally.merged());
                statement.setLong(5, tally.parked());
                statement.setLong(6, tally.replayed());
                statement.setObject(7, span.getKey().topicId());
                statement.setInt(8, span.getKey().partition());
                statement.setLong(9, span.getValue().expected());
                if (statement.executeUpdate() != 1) {
                    throw new FencedException(span.getKey(), span.getValue().expected());
                }
            }
        }
    }
}
