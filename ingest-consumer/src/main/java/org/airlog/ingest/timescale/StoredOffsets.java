package org.airlog.ingest.timescale;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.airlog.ingest.batch.LogPartition;

/**
 * How far the database has stored the log, for whoever acts on it while no other consumer does: held from {@link #take}
 * until {@link #close}, or until its connection breaks, by an advisory lock. For one thread.
 */
public final class StoredOffsets implements AutoCloseable {

    /** "airlogtr" in ASCII: nobody else's by accident. */
    private static final long LOCK = 0x6169_726c_6f67_7472L;

    private static final String OPTIONS = "-c lock_timeout=5s -c statement_timeout=10s";

    private final Connection connection;

    private StoredOffsets(Connection connection) {
        this.connection = connection;
    }

    /** Takes the lock; empty where another consumer holds it. */
    public static Optional<StoredOffsets> take(DatabaseAddress address) throws StoreUnavailableException {
        try {
            var offsets = new StoredOffsets(address.connect("airlog-trim", OPTIONS));
            if (offsets.isLocked()) {
                return Optional.of(offsets);
            }
            offsets.close();
            return Optional.empty();
        } catch (SQLException e) {
            throw new StoreUnavailableException(e);
        }
    }

    /** The next offset of each partition of the life {@code topicId} of {@code topic}, as committed. */
    public Map<LogPartition, Long> of(UUID topicId, String topic) throws StoreUnavailableException {
        var offsets = new HashMap<LogPartition, Long>();
        try (var statement = connection.prepareStatement(
                "SELECT partition, next_offset FROM ingest_offset WHERE topic_id = ? AND topic = ?")) {
            statement.setObject(1, topicId);
            statement.setString(2, topic);
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    offsets.put(new LogPartition(topicId, topic, result.getInt(1)), result.getLong(2));
                }
            }
        } catch (SQLException e) {
            throw new StoreUnavailableException(e);
        }
        return offsets;
    }

    private boolean isLocked() throws SQLException {
        try (var statement = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            statement.setLong(1, LOCK);
            try (var result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    /** Gives the lock back; the end of the session would do so too, but only once the server has noticed it. */
    @Override
    public void close() {
        try (connection;
                var statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock_all()");
        } catch (SQLException alreadyGone) {
            // So is the lock.
        }
    }
}
