package org.airlog.ingest.timescale;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** Locks the partitions until the end of the transaction, in their order. */
    static void lock(Connection connection, SortedMap<LogPartition, Span> spans) throws SQLException, FencedException {
        Map<LogPartition, Long> found = new HashMap<>();
        List<LogPartition> partitions = List.copyOf(spans.keySet());
        try (var statement = connection.prepareStatement(
                """
                SELECT wanted.n, o.next_offset
                FROM unnest(?::uuid[], ?::int[]) WITH ORDINALITY AS wanted (topic_id, partition, n)
                JOIN ingest_offset o ON o.topic_id = wanted.topic_id AND o.partition = wanted.partition
                ORDER BY wanted.n FOR UPDATE OF o
                """)) {
            bind(connection, statement, 1, partitions);
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    found.put(partitions.get((int) result.getLong(1) - 1), result.getLong(2));
                }
            }
        } catch (SQLException e) {
            if (SqlFaults.SERIALIZATION_FAILURE.equals(e.getSQLState())) {
                throw fenced(spans); // one was moved while we waited for its lock
            }
            throw e;
        }
        for (var span : spans.entrySet()) {
            if (!Objects.equals(found.get(span.getKey()), span.getValue().expected())) {
                throw new FencedException(span.getKey(), span.getValue().expected());
            }
        }
    }

    /** Moves the offsets on and counts. */
    static void advance(Connection connection, SortedMap<LogPartition, Span> spans, Map<LogPartition, Tally> tallies)
            throws SQLException, FencedException {
        List<LogPartition> partitions = List.copyOf(spans.keySet());
        List<Span> moves = List.copyOf(spans.values());
        List<Tally> counts = partitions.stream()
                .map(partition -> tallies.getOrDefault(partition, Tally.NONE))
                .toList();
        try (var statement = connection.prepareStatement(
                """
                UPDATE ingest_offset o
                SET next_offset = moved.next, accepted = o.accepted + moved.accepted,
                    inserted = o.inserted + moved.inserted, merged = o.merged + moved.merged,
                    parked = o.parked + moved.parked, replayed = o.replayed + moved.replayed, updated_at = now()
                FROM unnest(?::uuid[], ?::int[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                            ?::bigint[], ?::bigint[])
                     AS moved (topic_id, partition, expected, next, accepted, inserted, merged, parked, replayed)
                WHERE o.topic_id = moved.topic_id AND o.partition = moved.partition AND o.next_offset = moved.expected
                """)) {
            int index = bind(connection, statement, 1, partitions);
            statement.setArray(index++, SqlArrays.longs(connection, moves, Span::expected));
            statement.setArray(index++, SqlArrays.longs(connection, moves, Span::next));
            statement.setArray(index++, SqlArrays.longs(connection, counts, Tally::accepted));
            statement.setArray(index++, SqlArrays.longs(connection, counts, Tally::inserted));
            statement.setArray(index++, SqlArrays.longs(connection, counts, Tally::merged));
            statement.setArray(index++, SqlArrays.longs(connection, counts, Tally::parked));
            statement.setArray(index, SqlArrays.longs(connection, counts, Tally::replayed));
            if (statement.executeUpdate() != spans.size()) {
                throw fenced(spans);
            }
        }
    }

    /** Returns the index of the next parameter. */
    private static int bind(
            Connection connection, PreparedStatement statement, int index, List<LogPartition> partitions)
            throws SQLException {
        statement.setArray(
                index,
                connection.createArrayOf(
                        "uuid", partitions.stream().map(LogPartition::topicId).toArray()));
        statement.setArray(index + 1, SqlArrays.ints(connection, partitions, LogPartition::partition));
        return index + 2;
    }

    /** Which of them it was is not known. */
    private static FencedException fenced(SortedMap<LogPartition, Span> spans) {
        var first = spans.entrySet().iterator().next();
        return new FencedException(first.getKey(), first.getValue().expected());
    }
}
