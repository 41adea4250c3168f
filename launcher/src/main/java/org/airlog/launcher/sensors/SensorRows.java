package org.airlog.launcher.sensors;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.Suid;

/** The tables of the consumer, as an operator asks them: what the registry said when it was last read. For one thread. */
final class SensorRows implements AutoCloseable {

    /** More are for SQL. */
    static final int MAX_ROWS = 100_000;

    private static final String CURRENT =
            """
            WITH registry AS (
                SELECT head.* FROM registry_head head
                WHERE head.topic_id = (SELECT topic_id FROM ingest_offset WHERE topic = 'airlog.sensors'
                                       ORDER BY updated_at DESC LIMIT 1)
            ), life AS (
                SELECT DISTINCT ON (suid) * FROM sensor
                WHERE ?::uuid IS NULL OR suid = ?::uuid
                ORDER BY suid, retired_at DESC NULLS FIRST, generation DESC NULLS LAST
            ), state AS (
                SELECT suid, life.trust, life.generation, life.public_id, life.first_seen, life.registered_at,
                       coalesce(nullif(life.manufacturer, ''), registry.manufacturer, '') AS manufacturer,
                       coalesce(nullif(life.model, ''), registry.model, '') AS model,
                       registry.released_at, registry.provisioned_at, registry.revoked_at,
                       CASE WHEN registry.provisioned_at IS NOT NULL
                                 AND (registry.revoked_at IS NOT NULL OR registry.registration IS NULL) THEN 'provisioned'
                            WHEN registry.revoked_at IS NOT NULL THEN 'revoked'
                            WHEN life.registration IS NULL THEN 'unsigned'
                            ELSE 'registered' END AS state
                FROM life FULL JOIN registry USING (suid)
                WHERE ?::uuid IS NULL OR suid = ?::uuid
            )
            SELECT suid, state, coalesce(trust, ''), generation, coalesce(public_id, ''), manufacturer, model,
                   CASE state WHEN 'provisioned' THEN provisioned_at WHEN 'revoked' THEN revoked_at
                              WHEN 'registered' THEN registered_at ELSE first_seen END,
                   released_at
            FROM state WHERE (?::text IS NULL OR (trust = ? AND state <> 'provisioned'))
            ORDER BY suid LIMIT\s"""
                    + MAX_ROWS;

    private final Connection database;

    private SensorRows(Connection database) {
        this.database = database;
    }

    /** Connects. */
    static SensorRows open(String jdbcUrl, String user, String password) throws CommandFailedException {
        try {
            return new SensorRows(DriverManager.getConnection(jdbcUrl, user, password));
        } catch (SQLException e) {
            throw new CommandFailedException(
                    "cannot use the database " + withoutParameters(jdbcUrl) + ": " + firstLine(e)
                            + "; start airlog up, or name the database by --database-url",
                    e);
        }
    }

    /** The driver takes a password among them. */
    private static String withoutParameters(String jdbcUrl) {
        int question = jdbcUrl.indexOf('?');
        return question < 0 ? jdbcUrl : jdbcUrl.substring(0, question);
    }

    /** Every SUID, or those whose latest life has this trust. */
    List<SensorRow> list(Optional<String> trust) throws CommandFailedException {
        return query(Optional.empty(), trust);
    }

    /** One SUID; empty where nothing has landed of it. */
    Optional<SensorRow> find(Suid suid) throws CommandFailedException {
        return query(Optional.of(suid), Optional.empty()).stream().findFirst();
    }

    /** What each life of a SUID was, as lines for people, the first one first. */
    List<String> lives(Suid suid) throws CommandFailedException {
        var lives = new ArrayList<String>();
        try (var statement = database.prepareStatement(
                """
                SELECT coalesce(generation::text, '?'), trust, first_seen, retired_at,
                       (SELECT max(time) FROM observation WHERE sensor_id = sensor.id)
                FROM sensor WHERE suid = ? ORDER BY generation NULLS LAST, first_seen
                """)) {
            statement.setObject(1, suid.value());
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    lives.add("generation " + result.getString(1) + ", " + result.getString(2) + ": from "
                            + instant(result, 3).map(Object::toString).orElse("?")
                            + instant(result, 4).map(end -> " to " + end).orElse("")
                            + instant(result, 5)
                                    .map(last -> ", last observation " + last)
                                    .orElse(", no observation"));
                }
            }
        } catch (SQLException e) {
            throw failure(e);
        }
        return lives;
    }

    private List<SensorRow> query(Optional<Suid> suid, Optional<String> trust) throws CommandFailedException {
        var rows = new ArrayList<SensorRow>();
        try (var statement = database.prepareStatement(CURRENT)) {
            for (int parameter = 1; parameter <= 4; parameter++) {
                statement.setObject(parameter, suid.map(Suid::value).orElse(null));
            }
            statement.setString(5, trust.orElse(null));
            statement.setString(6, trust.orElse(null));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(row(result));
                }
            }
        } catch (SQLException e) {
            throw failure(e);
        }
        return rows;
    }

    private static SensorRow row(ResultSet result) throws SQLException {
        return new SensorRow(
                new Suid(result.getObject(1, UUID.class)),
                result.getString(2),
                result.getString(3),
                Optional.ofNullable(result.getObject(4, Integer.class)),
                result.getString(5),
                result.getString(6),
                result.getString(7),
                instant(result, 8),
                instant(result, 9));
    }

    private static Optional<Instant> instant(ResultSet result, int column) throws SQLException {
        return Optional.ofNullable(result.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    private static CommandFailedException failure(SQLException e) {
        return new CommandFailedException("the database refused the query: " + firstLine(e), e);
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public void close() {
        try {
            database.close();
        } catch (SQLException readToItsEndAnyway) {
            // Nothing was written, so nothing can be lost.
        }
    }
}
