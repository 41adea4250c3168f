package org.airlog.portal.timescale;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.airlog.observation.Suid;
import org.jspecify.annotations.Nullable;

/** What is known of a sensor, for who knows its SUID: that is what proves possession. Thread-safe. */
public final class Standings {

    private static final String SQL =
            """
            SELECT s.public_id,
                   s.registration IS NOT NULL AND NOT EXISTS (
                       SELECT FROM registry_head h
                       WHERE h.suid = s.suid AND h.released_at IS NOT NULL
                         AND h.topic_id = (SELECT topic_id FROM ingest_offset WHERE topic = 'airlog.sensors'
                                           ORDER BY updated_at DESC LIMIT 1)),
                   (SELECT max(l.time) FROM latest l WHERE l.sensor_id = s.id)
            FROM sensor s WHERE s.suid = ?
            ORDER BY s.retired_at DESC NULLS FIRST, s.generation DESC NULLS LAST LIMIT 1
            """;

    private final Database database;

    /** Reads from {@code database}. */
    public Standings(Database database) {
        this.database = database;
    }

    /**
     * How a sensor stands.
     *
     * @param publicId what it is called in public
     * @param isClaimed whether it has been registered and not released
     * @param lastSeen time of its newest reading; null while it has not been heard
     */
    public record Standing(String publicId, boolean isClaimed, @Nullable Instant lastSeen) {}

    /** How {@code suid} stands; empty where nobody has used it. */
    public Optional<Standing> find(Suid suid) throws StoreUnavailableException {
        try (Connection connection = database.connection();
                var statement = connection.prepareStatement(SQL)) {
            statement.setObject(1, suid.value());
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(standing(result)) : Optional.empty();
            }
        } catch (SQLException fault) {
            throw StoreUnavailableException.of(fault);
        }
    }

    private static Standing standing(ResultSet result) throws SQLException {
        OffsetDateTime lastSeen = result.getObject(3, OffsetDateTime.class);
        return new Standing(result.getString(1), result.getBoolean(2), lastSeen == null ? null : lastSeen.toInstant());
    }
}
