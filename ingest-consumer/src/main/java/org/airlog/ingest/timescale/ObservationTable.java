package org.airlog.ingest.timescale;

import static org.airlog.ingest.timescale.SqlArrays.utc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.airlog.ingest.batch.Candidate;
import org.airlog.ingest.batch.Landing;
import org.airlog.ingest.batch.Landings;
import org.airlog.ingest.batch.Row;
import org.airlog.ingest.batch.RowKey;
import org.airlog.ingest.batch.SensorHour;
import org.airlog.ingest.batch.SensorKey;
import org.airlog.observation.Position;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Tables {@code observation} and {@code observation_location}, and the marks for those who count by the hour.
 *
 * <p>Where new rows are to be expected they are copied straight in. Where not, or where that met a row that is there, the
 * stored rows are looked up, the rules of {@link Landings} merge, and what is new goes in with one COPY, what changes
 * with one statement ({@link ChangedRows}). What is identical is not touched.
 *
 * <p>Statements name only the columns that the transaction's observations have. Rows that PostgreSQL refuses are found by
 * bisecting. One object stands for one transaction.
 */
final class ObservationTable {

    private final Connection connection;
    private final Map<SensorKey, Integer> sensorIds;
    private final List<Candidate> candidates;
    private final List<String> columns;

    /** Writes one statement's rows. */
    @FunctionalInterface
    private interface Writer {
        void write(List<Landing> rows) throws SQLException;
    }

    ObservationTable(Connection connection, Map<SensorKey, Integer> sensorIds, List<Candidate> candidates) {
        this.connection = connection;
        this.sensorIds = sensorIds;
        this.candidates = candidates;
        var names = new TreeSet<String>();
        candidates.forEach(candidate -> names.addAll(candidate.row().readings().keySet()));
        this.columns = List.copyOf(names);
    }

    /** Merges and writes the candidates; each landing knows afterwards whether it was refused. */
    Landings land(Expectation expectation) throws SQLException {
        Landings landings = Landings.of(candidates, Map.of());
        if (!expectation.isOfNewRows() || !isCopied(landings)) {
            var stored = new StoredRows(connection, columns, hasPositions()).find(landings.keys(), this::sensorId);
            expectation.learn(!stored.isEmpty());
            landings = Landings.of(candidates, stored);
            bisect(landings.inserts(), this::insert);
            bisect(landings.updates(), new ChangedRows(connection, columns, this::sensorId)::write);
        } else {
            expectation.learn(false);
        }
        writePositions(landings.newPositions());
        markHours(landings.changedHours());
        return landings;
    }

    private boolean hasPositions() {
        return candidates.stream().anyMatch(candidate -> candidate.row().position() != null);
    }

    /** Whether all rows were new and went in. */
    private boolean isCopied(Landings landings) throws SQLException {
        if (candidates.isEmpty()) {
            return true;
        }
        var savepoint = connection.setSavepoint();
        try {
            insert(landings.inserts());
            connection.releaseSavepoint(savepoint);
            return true;
        } catch (SQLException e) {
            if (!SqlFaults.isOfRows(e) && !SqlFaults.UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback(savepoint);
            return false;
        }
    }

    /** Writes all rows that can be written; halves what is refused until single rows are left, and marks those. */
    private void bisect(List<Landing> rows, Writer writer) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        var savepoint = connection.setSavepoint();
        try {
            writer.write(rows);
            connection.releaseSavepoint(savepoint);
        } catch (SQLException e) {
            if (!SqlFaults.isOfRows(e)) {
                throw e;
            }
            connection.rollback(savepoint);
            if (rows.size() == 1) {
                rows.get(0).refuse("the database refused the row: SQLState " + e.getSQLState());
            } else {
                bisect(rows.subList(0, rows.size() / 2), writer);
                bisect(rows.subList(rows.size() / 2, rows.size()), writer);
            }
        }
    }

    private void insert(List<Landing> rows) throws SQLException {
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY observation (time, sensor_id, received_at, clock, extra" + named()
                        + ") FROM STDIN (FORMAT binary)");
        try {
            var stream = new BinaryRows(copy);
            for (Landing landing : rows) {
                Row row = landing.row();
                stream.startRow(5 + columns.size());
                stream.timestamp(landing.key().time());
                stream.int4(sensorId(landing.key()));
                stream.timestamp(row.receivedAt());
                stream.int2(row.clock());
                stream.jsonb(ExtraJson.write(row));
                for (String column : columns) {
                    stream.float8(row.readings().get(column));
                }
            }
            stream.end();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void writePositions(List<Landing> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(
                """
                INSERT INTO observation_location (time, sensor_id, latitude, longitude, elevation) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (sensor_id, time) DO UPDATE
                SET latitude = excluded.latitude, longitude = excluded.longitude, elevation = excluded.elevation
                """)) {
            for (Landing landing : rows) {
                Position position = landing.row().position();
                if (position != null) {
                    statement.setObject(1, utc(landing.key().time()));
                    statement.setInt(2, sensorId(landing.key()));
                    statement.setDouble(3, position.latitude());
                    statement.setDouble(4, position.longitude());
                    statement.setObject(5, position.elevation(), Types.DOUBLE);
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
    }

    private void markHours(Set<SensorHour> hours) throws SQLException {
        if (!hours.isEmpty()) {
            PendingSets.add(
                    connection,
                    hours.stream()
                            .map(hour -> new PendingHours.Hour(sensorId(hour.sensor()), hour.hour()))
                            .toList());
        }
    }

    private int sensorId(RowKey key) {
        return sensorId(key.sensor());
    }

    private int sensorId(SensorKey sensor) {
        Integer id = sensorIds.get(sensor);
        if (id == null) {
            throw new IllegalStateException("no id was looked up for a sensor of this batch");
        }
        return id;
    }

    /** The columns' names, each behind a comma. */
    private String named() {
        return columns.stream().map(column -> ", \"" + column + '"').collect(Collectors.joining());
    }
}
