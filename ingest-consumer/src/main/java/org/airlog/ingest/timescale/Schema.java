package org.airlog.ingest.timescale;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.airlog.ingest.batch.Batch;
import org.airlog.ingest.batch.Columns;
import org.airlog.ingest.batch.Columns.Column;
import org.airlog.ingest.batch.ParkingUnavailableException;
import org.airlog.observation.Suid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reading columns of {@code observation}: what there is, and the adding of more.
 *
 * <p>A column is added in a transaction of its own, under an advisory lock, so that several consumers may want it at
 * once. Adding takes the table's strongest lock, and whoever waits for that holds up every insert behind him; so it
 * waits 200 ms, tries {@value #ATTEMPTS} times, and then leaves it for {@value #REST_SECONDS} s, in which such readings
 * go to {@code extra}. So they do where the database refuses the column or the view with it (not the table's owner, a
 * view that somebody has changed): a person is told once, and storing goes on. For one thread.
 */
final class Schema {

    private static final Logger log = LoggerFactory.getLogger(Schema.class);

    private static final int ATTEMPTS = 4;
    private static final int REST_SECONDS = 30;
    /** Any number that nobody else locks: "airlog" in ASCII. */
    private static final long ADVISORY_LOCK = 0x6169726c6f67L;

    private final Database database;
    private Columns columns = new Columns(List.of(), Set.of());
    private long restsUntilNanos = System.nanoTime();
    /** The SQLState of the refusal that a person has been told of; null when columns were added since. */
    private @Nullable String reported;

    Schema(Database database) {
        this.database = database;
    }

    /** Reads which columns there are. */
    void load(Connection connection) throws SQLException {
        var existing = new ArrayList<Column>();
        var reserved = new HashSet<String>();
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(
                        """
                        SELECT a.attname, r.name, r.standard, r.suid, r.signed
                        FROM pg_attribute a LEFT JOIN reading_type r ON r.column_name = a.attname
                        WHERE a.attrelid = 'observation'::regclass AND a.attnum > 0 AND NOT a.attisdropped
                        ORDER BY a.attnum
                        """)) {
            while (result.next()) {
                String name = result.getString(2);
                if (name == null) {
                    reserved.add(result.getString(1)); // a fixed column, or one that a person has added
                } else {
                    UUID suid = result.getObject(4, UUID.class);
                    existing.add(new Column(
                            name,
                            result.getString(1),
                            result.getBoolean(3),
                            suid == null ? null : new Suid(suid),
                            result.getBoolean(5)));
                }
            }
        }
        try (var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT word FROM pg_get_keywords() WHERE catcode IN ('R', 'T')")) {
            while (result.next()) {
                reserved.add(result.getString(1));
            }
        }
        columns = new Columns(existing, reserved);
    }

    /** The columns that there are. */
    Columns columns() {
        return columns;
    }

    /** The columns for {@code batch}: those it wants have been added where that was possible. */
    Columns columnsFor(Batch batch) throws StoreUnavailableException, FencedException, ParkingUnavailableException {
        List<Column> wanted = columns.wanted(batch.observed());
        if (!wanted.isEmpty() && System.nanoTime() - restsUntilNanos >= 0) {
            Optional<SQLException> obstacle = database.inTransaction(connection -> add(connection, wanted));
            for (int attempt = 1;
                    attempt < ATTEMPTS && obstacle.filter(SqlFaults::isOfObject).isPresent();
                    attempt++) {
                obstacle = database.inTransaction(connection -> add(connection, wanted));
            }
            if (obstacle.isPresent()) {
                restsUntilNanos =
                        System.nanoTime() + Duration.ofSeconds(REST_SECONDS).toNanos();
                report(obstacle.get(), wanted);
            } else {
                reported = null;
            }
        }
        return columns;
    }

    private void report(SQLException obstacle, List<Column> wanted) {
        List<String> names = wanted.stream().map(Column::column).toList();
        if (SqlFaults.isOfObject(obstacle)) {
            log.atWarn()
                    .addKeyValue("columns", names)
                    .log("columns cannot be added while others use the table: their readings go to extra for now");
        } else if (!Objects.equals(reported, obstacle.getSQLState())) {
            reported = obstacle.getSQLState();
            log.atError()
                    .addKeyValue("columns", names)
                    .addKeyValue("sqlState", obstacle.getSQLState())
                    .setCause(obstacle)
                    .log("the database refuses columns: their readings go to extra until this is mended; the consumer"
                            + " must own the table observation and the view observations, the view must have the"
                            + " columns that the consumer gave it, and the table room for more");
        }
    }

    /** Returns what stood in the way, if anything did; throws faults of the session, which are no fault of the columns. */
    private Optional<SQLException> add(Connection connection, List<Column> wanted) throws SQLException {
        try (var statement = connection.createStatement()) {
            // What another consumer has added while we waited for the lock must be visible behind it.
            statement.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
            statement.execute("SET LOCAL lock_timeout = '200ms'");
            var savepoint = connection.setSavepoint();
            try {
                statement.execute("SELECT pg_advisory_xact_lock(" + ADVISORY_LOCK + ")");
                load(connection);
                List<Column> missing = columns.stillWanted(wanted);
                for (Column column : missing) {
                    statement.execute("ALTER TABLE observation ADD COLUMN " + quoted(column) + " double precision");
                    describe(connection, column);
                }
                if (!missing.isEmpty()) {
                    load(connection);
                    statement.execute(view());
                    log.atInfo()
                            .addKeyValue(
                                    "columns",
                                    missing.stream().map(Column::column).toList())
                            .log("added columns");
                }
                return Optional.empty();
            } catch (SQLException e) {
                if (SqlFaults.isOfSession(e) && !SqlFaults.isOfObject(e)) {
                    throw e;
                }
                connection.rollback(savepoint);
                load(connection);
                return Optional.of(e);
            }
        }
    }

    private static void describe(Connection connection, Column column) throws SQLException {
        try (var statement = connection.prepareStatement(
                """
                INSERT INTO reading_type (name, column_name, unit, description, standard, suid, signed)
                VALUES (?, ?, '', '', false, ?, ?)
                ON CONFLICT DO NOTHING
                """)) {
            Suid suid = column.suid();
            statement.setString(1, column.name());
            statement.setString(2, column.column());
            statement.setObject(3, suid == null ? null : suid.value());
            statement.setBoolean(4, column.isSigned());
            statement.executeUpdate();
        }
    }

    /** The view of the first migration with all reading columns, in the order in which they came to be. */
    private String view() {
        String readings = columns.existing().stream()
                .map(column -> ", o." + quoted(column))
                .collect(Collectors.joining());
        return "CREATE OR REPLACE VIEW observations AS"
                + " SELECT s.suid, s.generation, s.trust, o.time, o.received_at, o.clock, o.extra" + readings
                + " FROM observation o JOIN sensor s ON s.id = o.sensor_id";
    }

    /** Safe: a column's name has only letters, digits and underscores. */
    private static String quoted(Column column) {
        return '"' + column.column() + '"';
    }
}
