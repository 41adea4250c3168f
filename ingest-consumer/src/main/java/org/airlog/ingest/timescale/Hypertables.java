package org.airlog.ingest.timescale;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes of the tables what this database has best, as far as that costs nothing: empty ones become hypertables, and hypertables
 * are compressed by a policy. Tables that hold rows are for {@link HypertableMove}, when an operator says so.
 *
 * <p>Runs when a consumer starts; several may. What the database refuses is told and left: rows can be stored all the same.
 */
final class Hypertables {

    private static final Logger log = LoggerFactory.getLogger(Hypertables.class);

    /** "airlogst" in ASCII: nobody else's by accident. */
    static final long LOCK = 0x6169_726c_6f67_7374L;

    private static final String OPTIONS = "-c lock_timeout=2s -c statement_timeout=30s";

    private Hypertables() {}

    /** Settles what can be settled, tells once what the tables are made of, and returns it. */
    static Storage settle(DatabaseAddress address, Keeping keeping) throws StoreUnavailableException {
        try (Connection connection = address.connect("airlog-storage", OPTIONS)) {
            Storage storage = Storage.look(connection);
            if (!storage.isSettled() && isEmpty(connection)) {
                adopt(connection);
                storage = Storage.look(connection);
            }
            tell(storage);
            if (storage.edition() == Edition.COMMUNITY) {
                new Compression(connection, storage).follow(keeping.compressAfter());
            }
            return storage;
        } catch (SQLException e) {
            throw new StoreUnavailableException(e);
        }
    }

    private static boolean isEmpty(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(
                        """
                        SELECT NOT EXISTS (SELECT FROM observation) AND NOT EXISTS (SELECT FROM observation_location)
                        """)) {
            return result.next() && result.getBoolean(1);
        }
    }

    /** All in one transaction: either both are hypertables afterwards or nothing has changed. */
    private static void adopt(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            statement.execute("LOCK TABLE observation, observation_location IN ACCESS EXCLUSIVE MODE");
            if (isEmpty(connection)) {
                createExtension(statement);
                // What chunks make needless; a hypertable's could not be dropped together.
                statement.execute("DROP INDEX IF EXISTS observation_time, observation_location_time");
                create(statement, "observation");
                create(statement, "observation_location");
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            if (SqlFaults.isOfSession(e) && !SqlFaults.isOfObject(e)) {
                throw e;
            }
            log.atWarn()
                    .addKeyValue("sqlState", e.getSQLState())
                    .setCause(e)
                    .log("TimescaleDB is offered and the database does not let us use it: tables stay plain");
        } finally {
            connection.setAutoCommit(true);
        }
    }

    static void createExtension(Statement statement) throws SQLException {
        statement.execute("CREATE EXTENSION IF NOT EXISTS timescaledb");
    }

    /** One chunk a day of UTC, as those have that the migrations made. */
    static void create(Statement statement, String table) throws SQLException {
        statement.execute("SELECT create_hypertable('" + table + "', 'time', chunk_time_interval => INTERVAL '1 day',"
                + " create_default_indexes => false, if_not_exists => true)");
    }

    private static void tell(Storage storage) {
        if (storage.edition() != Edition.NONE && storage.isSettled()) {
            log.atInfo()
                    .addKeyValue("postgresql", storage.postgresVersion())
                    .addKeyValue("timescaledb", storage.version())
                    .addKeyValue("edition", storage.edition().label())
                    .log("storing in hypertables");
        } else if (storage.isSettled()) {
            log.atInfo()
                    .addKeyValue("postgresql", storage.postgresVersion())
                    .log("storing in plain tables: TimescaleDB is not offered here");
        } else {
            log.atWarn()
                    .addKeyValue("postgresql", storage.postgresVersion())
                    .addKeyValue("edition", storage.edition().label())
                    .log(
                            "storing in plain tables though TimescaleDB is offered: they hold rows, and become hypertables by"
                                    + " airlog database migrate");
        }
    }
}
