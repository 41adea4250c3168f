package org.airlog.ingest.timescale;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.airlog.ingest.batch.LogPartition;

/** How far the database has stored each partition, and the moving of that by an operator. Each method connects for itself. */
public final class StandingTable {

    private static final String OPTIONS = "-c lock_timeout=15s -c statement_timeout=30s";

    private final DatabaseAddress address;

    /** Remembers where to connect. */
    public StandingTable(DatabaseAddress address) {
        this.address = address;
    }

    /** The next offset of each partition of the topics' lives {@code ids}, where the database knows it. */
    public Map<LogPartition, Long> offsets(Map<String, UUID> ids) throws StoreUnavailableException {
        var offsets = new HashMap<LogPartition, Long>();
        try (Connection connection = address.connect("airlog-offsets", OPTIONS);
                var statement = connection.prepareStatement(
                        "SELECT partition, next_offset FROM ingest_offset WHERE topic = ? AND topic_id = ?")) {
            for (var topic : ids.entrySet()) {
                statement.setString(1, topic.getKey());
                statement.setObject(2, topic.getValue());
                try (var result = statement.executeQuery()) {
                    while (result.next()) {
                        offsets.put(
                                new LogPartition(topic.getValue(), topic.getKey(), result.getInt(1)),
                                result.getLong(2));
                    }
                }
            }
            return offsets;
        } catch (SQLException e) {
            throw new StoreUnavailableException(e);
        }
    }

    /** Moves a partition, if it still stands where the caller thinks; a consumer that reads it is fenced and looks anew. */
    public boolean move(LogPartition partition, long from, long to) throws StoreUnavailableException {
        try (Connection connection = address.connect("airlog-offsets", OPTIONS);
                var statement = connection.prepareStatement(
                        """
                        UPDATE ingest_offset SET next_offset = ?, updated_at = now()
                        WHERE topic_id = ? AND partition = ? AND next_offset = ?
                        """)) {
            statement.setLong(1, to);
            statement.setObject(2, partition.topicId());
            statement.setInt(3, partition.partition());
            statement.setLong(4, from);
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new StoreUnavailableException(e);
        }
    }
}
