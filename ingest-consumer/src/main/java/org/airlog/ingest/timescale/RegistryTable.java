package org.airlog.ingest.timescale;

import static org.airlog.ingest.timescale.SensorTable.publicId;
import static org.airlog.ingest.timescale.SensorTable.setRegistration;
import static org.airlog.ingest.timescale.SqlArrays.utc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.airlog.ingest.batch.Decoded.Step;
import org.airlog.ingest.batch.Registry;
import org.airlog.ingest.batch.SensorKey;
import org.airlog.ingest.batch.Settlement;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecord.State;

/**
 * Steps of the registry as rows: {@code registry_head}, {@code sensor}, {@code sensor_location} and {@code sensor_place}.
 *
 * <p>A registry whose topic was deleted and made again knows nothing of the one before: its steps follow one another, and
 * the first that counts for a SUID ends the life that was current in the older one.
 */
final class RegistryTable {

    /** Applies those of {@code steps} that count. */
    void follow(Connection connection, List<Step> steps, Settlement settlement) throws SQLException {
        var byTopic = new LinkedHashMap<UUID, List<Step>>();
        for (Step step : steps) {
            byTopic.computeIfAbsent(RegistryHeads.topicId(step), id -> new ArrayList<>())
                    .add(step);
        }
        for (var topic : byTopic.entrySet()) {
            Map<Suid, UUID> heads = RegistryHeads.find(connection, topic.getKey(), topic.getValue());
            applyCounting(connection, Registry.follow(heads, topic.getValue()), settlement);
        }
    }

    private void applyCounting(Connection connection, List<Step> counting, Settlement settlement) throws SQLException {
        if (counting.isEmpty()) {
            return;
        }
        var savepoint = connection.setSavepoint();
        try {
            apply(connection, counting);
            connection.releaseSavepoint(savepoint);
        } catch (SQLException e) {
            if (!SqlFaults.isOfRows(e)) {
                throw e;
            }
            connection.rollback(savepoint);
            applyOneByOne(connection, counting, settlement);
        }
    }

    /** A step decides which registration is current: where its texts are refused it counts all the same, without them. */
    private void applyOneByOne(Connection connection, List<Step> steps, Settlement settlement) throws SQLException {
        for (Step step : steps) {
            var savepoint = connection.setSavepoint();
            try {
                apply(connection, List.of(step));
                connection.releaseSavepoint(savepoint);
            } catch (SQLException e) {
                if (!SqlFaults.isOfRows(e)) {
                    throw e;
                }
                connection.rollback(savepoint);
                apply(connection, List.of(withoutTexts(step)));
                settlement.unstorable(step, "the database refused its texts: SQLState " + e.getSQLState());
            }
        }
    }

    private static Step withoutTexts(Step step) {
        SensorRecord content = step.content();
        return new Step(
                step.origin(),
                new SensorRecord(
                        content.suid(),
                        content.registration(),
                        content.replaces(),
                        content.state(),
                        content.generation(),
                        content.trust(),
                        "",
                        "",
                        "{}",
                        content.secret(),
                        content.location(),
                        content.writtenAt()),
                step.location());
    }

    private void apply(Connection connection, List<Step> steps) throws SQLException {
        try (var retireOlder = connection.prepareStatement(
                        """
                        UPDATE sensor SET retired_at = ?
                        WHERE suid = ? AND registration IS DISTINCT FROM ? AND retired_at IS NULL
                          AND EXISTS (SELECT FROM registry_head older
                                      WHERE older.suid = sensor.suid AND older.topic_id <> ?
                                        AND older.registration IS NOT DISTINCT FROM sensor.registration)
                        """);
                var retire = connection.prepareStatement(
                        """
                        UPDATE sensor SET retired_at = ?
                        WHERE suid = ? AND registration IS NOT DISTINCT FROM ? AND registration IS DISTINCT FROM ?
                          AND retired_at IS NULL
                        """);
                var upsert = connection.prepareStatement(
                        """
                        INSERT INTO sensor AS known (suid, registration, generation, trust, public_id, manufacturer, model,
                                                     metadata, first_seen, registered_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)
                        ON CONFLICT (suid, registration) DO UPDATE
                        SET generation = excluded.generation, trust = excluded.trust,
                            manufacturer = excluded.manufacturer, model = excluded.model, metadata = excluded.metadata,
                            first_seen = least(known.first_seen, excluded.first_seen),
                            registered_at = excluded.registered_at, retired_at = NULL
                        """);
                var inherit = connection.prepareStatement(
                        """
                        WITH heir AS (
                            UPDATE sensor SET manufacturer = before.manufacturer, model = before.model,
                                              metadata = before.metadata
                            FROM sensor before
                            WHERE sensor.suid = ? AND sensor.registration = ?
                              AND before.suid = sensor.suid AND before.registration = ?
                            RETURNING sensor.id, before.id AS before_id),
                        place AS (
                            INSERT INTO sensor_place (sensor_id, latitude, longitude)
                            SELECT heir.id, p.latitude, p.longitude
                            FROM heir JOIN sensor_place p ON p.sensor_id = heir.before_id
                            ON CONFLICT (sensor_id) DO NOTHING)
                        INSERT INTO sensor_location (sensor_id, latitude, longitude, elevation)
                        SELECT heir.id, l.latitude, l.longitude, l.elevation
                        FROM heir JOIN sensor_location l ON l.sensor_id = heir.before_id
                        ON CONFLICT (sensor_id) DO NOTHING
                        """)) {
            for (Step step : steps) {
                // A marker begins and ends nothing.
                if (step.content().state().isMarker()) {
                    continue;
                }
                addOlderRetirement(retireOlder, step);
                addRetirement(retire, step);
                // What is revoked has no life to keep a row for: the one before it has just ended.
                if (step.content().state() != State.REVOKED) {
                    addSensor(upsert, step);
                }
                if (step.content().state() == State.ROTATED) {
                    addInheritance(inherit, step);
                }
            }
            // One step of a sensor retires what an earlier one has made, so the order of statements matters. What an
            // older topic's last step has made comes to life again where this topic has that step too.
            retireOlder.executeBatch();
            upsert.executeBatch();
            retire.executeBatch();
            SensorPositions.write(connection, steps);
            inherit.executeBatch();
        }
        RegistryHeads.apply(connection, steps);
    }

    private static void addOlderRetirement(PreparedStatement statement, Step step) throws SQLException {
        SensorRecord content = step.content();
        statement.setObject(1, utc(content.writtenAt()));
        statement.setObject(2, content.suid().value());
        setRegistration(statement, 3, step.sensor());
        statement.setObject(4, RegistryHeads.topicId(step));
        statement.addBatch();
    }

    private static void addRetirement(PreparedStatement statement, Step step) throws SQLException {
        SensorRecord content = step.content();
        statement.setObject(1, utc(content.writtenAt()));
        statement.setObject(2, content.suid().value());
        setRegistration(statement, 3, SensorKey.of(content.suid(), content.replaces()));
        setRegistration(statement, 4, step.sensor());
        statement.addBatch();
    }

    /** A rotation tells nothing of the sensor anew. */
    private static void addInheritance(PreparedStatement statement, Step step) throws SQLException {
        SensorRecord content = step.content();
        statement.setObject(1, content.suid().value());
        statement.setObject(2, content.registration());
        statement.setObject(3, content.replaces());
        statement.addBatch();
    }

    private void addSensor(PreparedStatement statement, Step step) throws SQLException {
        SensorRecord content = step.content();
        statement.setObject(1, content.suid().value());
        setRegistration(statement, 2, step.sensor());
        statement.setInt(3, content.generation());
        statement.setString(4, content.trust().label());
        statement.setString(5, publicId());
        statement.setString(6, content.manufacturer());
        statement.setString(7, content.model());
        statement.setString(8, content.metadata());
        statement.setObject(9, utc(content.writtenAt()));
        statement.setObject(10, step.sensor().isSigned() ? utc(content.writtenAt()) : null);
        statement.addBatch();
    }
}
