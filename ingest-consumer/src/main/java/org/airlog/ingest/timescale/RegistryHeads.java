package org.airlog.ingest.timescale;

import static org.airlog.ingest.timescale.SensorTable.setRegistration;
import static org.airlog.ingest.timescale.SqlArrays.utc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.airlog.ingest.batch.Decoded.Step;
import org.airlog.ingest.batch.SensorKey;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecord.State;

/**
 * Table {@code registry_head}: which step is current for a SUID in each life of the registry's topic, and what markers say of
 * it. A release and a revocation end with the step that they are of, a release with a rotation too, a listing with a revocation.
 */
final class RegistryHeads {

    private RegistryHeads() {}

    /** The life of the topic that {@code step} comes from. */
    static UUID topicId(Step step) {
        return step.origin().partition().topicId();
    }

    /** The current registrations of those SUIDs that {@code steps} are of. */
    static Map<Suid, UUID> find(Connection connection, UUID topicId, List<Step> steps) throws SQLException {
        var heads = new HashMap<Suid, UUID>();
        UUID[] suids = steps.stream()
                .map(step -> step.content().suid().value())
                .distinct()
                .toArray(UUID[]::new);
        try (var statement = connection.prepareStatement(
                "SELECT suid, registration FROM registry_head WHERE topic_id = ? AND suid = ANY (?)")) {
            statement.setObject(1, topicId);
            statement.setArray(2, connection.createArrayOf("uuid", suids));
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    UUID registration = result.getObject(2, UUID.class);
                    heads.put(
                            new Suid(result.getObject(1, UUID.class)),
                            registration == null ? ObservationRecord.UNSIGNED : registration);
                }
            }
        }
        return heads;
    }

    /** Follows {@code steps}, all of which count. */
    static void apply(Connection connection, List<Step> steps) throws SQLException {
        try (var head = connection.prepareStatement(
                """
            INSERT INTO registry_head AS head (suid, registration, topic_id, revoked_at, released_at,
                                               provisioned_at, manufacturer, model)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (suid, topic_id) DO UPDATE
            SET registration = excluded.registration,
                revoked_at = CASE WHEN head.registration IS NOT DISTINCT FROM excluded.registration
                                  THEN head.revoked_at ELSE excluded.revoked_at END,
                released_at = CASE WHEN ? THEN NULL
                                   WHEN excluded.released_at IS NULL
                                    AND head.registration IS NOT DISTINCT FROM excluded.registration
                                   THEN head.released_at ELSE excluded.released_at END,
                provisioned_at = CASE WHEN excluded.revoked_at IS NULL
                                      THEN coalesce(excluded.provisioned_at, head.provisioned_at) END,
                manufacturer = CASE WHEN excluded.provisioned_at IS NULL
                                    THEN head.manufacturer ELSE excluded.manufacturer END,
                model = CASE WHEN excluded.provisioned_at IS NULL
                             THEN head.model ELSE excluded.model END
            """)) {
            for (Step step : steps) {
                addHead(head, step);
            }
            head.executeBatch();
        }
    }

    private static void addHead(PreparedStatement statement, Step step) throws SQLException {
        SensorRecord content = step.content();
        statement.setObject(1, content.suid().value());
        setRegistration(statement, 2, SensorKey.of(content.suid(), content.current()));
        statement.setObject(3, topicId(step));
        statement.setObject(4, content.state() == State.REVOKED ? utc(content.writtenAt()) : null);
        statement.setObject(5, content.state() == State.RELEASED ? utc(content.writtenAt()) : null);
        statement.setObject(6, content.state() == State.PROVISIONED ? utc(content.writtenAt()) : null);
        statement.setString(7, content.state() == State.PROVISIONED ? content.manufacturer() : "");
        statement.setString(8, content.state() == State.PROVISIONED ? content.model() : "");
        // A rotation settles what was released before it.
        statement.setBoolean(9, content.state() == State.REKEYED);
        statement.addBatch();
    }
}
