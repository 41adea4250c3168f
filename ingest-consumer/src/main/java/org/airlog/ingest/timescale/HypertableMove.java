package org.airlog.ingest.timescale;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.airlog.ingest.timescale.MovingTable.Day;

/**
 * Makes hypertables of plain tables that hold rows, while consumers go on and everybody reads.
 *
 * <p>Day by day is copied into a hypertable beside the table, each day in a transaction of its own. Triggers note the keys of what is
 * written meanwhile, in the writers' own transactions; those rows are copied again. When hardly any note is left the table is
 * locked, for a second or so, the rest follows, and the hypertable takes its name, its rights and its views. What was copied stays
 * copied when this is interrupted: the next {@link #run} goes on there. The plain table is left, as {@code …_plain}, for an
 * operator to drop.
 *
 * <p>It takes as much room again on the disk as the rows have. One at a time, held by an advisory lock. For one thread.
 */
public final class HypertableMove implements AutoCloseable {

    private static final String OPTIONS = "-c lock_timeout=2s -c jit=off";
    private static final int NOTES = 20_000;
    private static final int ATTEMPTS = 60;

    private final Connection connection;

    private HypertableMove(Connection connection) {
        this.connection = connection;
    }

    /**
     * How far it is.
     *
     * @param step what has just been done
     * @param daysLeft of this table
     */
    public record Progress(String table, String step, Optional<Instant> day, long rows, long daysLeft) {}

    /** A step within a transaction. */
    @FunctionalInterface
    private interface Step<T> {
        T run() throws SQLException;
    }

    /** Connects; throws where somebody is at it, or where the database does not offer TimescaleDB. */
    public static HypertableMove open(DatabaseAddress address) throws MoveRefusedException, StoreUnavailableException {
        try {
            Connection connection = address.connectForLong("airlog-move", OPTIONS);
            try {
                connection.setAutoCommit(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                var move = new HypertableMove(connection);
                move.check();
                return move;
            } catch (SQLException | MoveRefusedException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new StoreUnavailableException(e);
        }
    }

    private void check() throws SQLException, MoveRefusedException {
        if (!isTrue("SELECT to_regclass('retention') IS NOT NULL")) {
            throw new MoveRefusedException("the tables are not there, or not of this version: start a consumer first");
        }
        if (!isTrue("SELECT pg_try_advisory_lock(" + Hypertables.LOCK + ")")) {
            throw new MoveRefusedException("another migrate is running");
        }
        if (!isTrue("SELECT bool_and(pg_has_role(relowner, 'USAGE')) FROM pg_class"
                + " WHERE oid IN ('observation'::regclass, 'observation_location'::regclass)")) {
            throw new MoveRefusedException("this user does not own the tables: use the consumer's");
        }
        if (isTrue(
                """
                SELECT EXISTS (SELECT FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid JOIN pg_class c ON c.oid = r.ev_class
                               WHERE d.classid = 'pg_rewrite'::regclass AND c.relkind = 'm'
                                 AND d.refobjid IN ('observation'::regclass, 'observation_location'::regclass))
                """)) {
            throw new MoveRefusedException(
                    "a materialized view reads the tables: drop it, and make it again afterwards");
        }
        if (!Storage.look(connection).isOffered()) {
            throw new MoveRefusedException(
                    "the server does not offer TimescaleDB: install it, and name it in" + " shared_preload_libraries");
        }
        connection.commit();
    }

    /** Moves all tables that are plain, until done or {@code isStopped}; returns whether all are hypertables. */
    public boolean run(Consumer<Progress> listener, BooleanSupplier isStopped) throws StoreUnavailableException {
        try {
            inTransaction(() -> {
                try (var statement = connection.createStatement()) {
                    Hypertables.createExtension(statement);
                }
                return true;
            });
            for (String table : List.of("observation_location", "observation")) {
                Storage storage = inTransaction(() -> Storage.look(connection));
                if (!storage.hypertables().contains(table) && !move(table, listener, isStopped)) {
                    return false;
                }
            }
            return true;
        } catch (SQLException e) {
            throw new StoreUnavailableException(e);
        }
    }

    private boolean move(String table, Consumer<Progress> listener, BooleanSupplier isStopped) throws SQLException {
        var moving = new MovingTable(connection, table);
        if (!inTransaction(moving::isBegun)) {
            untilUnlocked(() -> {
                moving.begin();
                return true;
            });
            listener.accept(new Progress(table, "begun", Optional.empty(), 0, 0));
        }
        List<Day> days = inTransaction(moving::daysLeft);
        if (days.isEmpty()) {
            inTransaction(() -> {
                moving.listDays();
                return true;
            });
            days = inTransaction(moving::daysLeft);
        }
        long left = days.size();
        for (Day day : days) {
            if (isStopped.getAsBoolean()) {
                return false;
            }
            inTransaction(() -> {
                moving.copy(day);
                return true;
            });
            left--;
            listener.accept(new Progress(table, "copied", Optional.of(day.start()), day.rows(), left));
        }
        long followed = NOTES;
        while (followed >= NOTES / 2) {
            if (isStopped.getAsBoolean()) {
                return false;
            }
            followed = inTransaction(() -> moving.follow(NOTES));
            listener.accept(new Progress(table, "followed", Optional.empty(), followed, 0));
        }
        long last = untilUnlocked(() -> {
            moving.lock();
            long rest = 0;
            for (long some = NOTES; some > 0; rest += some) {
                some = moving.follow(NOTES);
            }
            moving.swap();
            return rest;
        });
        listener.accept(new Progress(table, "done", Optional.empty(), last, 0));
        return true;
    }

    /** Gives a move up that was begun: drops what was copied. */
    public void abandon() throws StoreUnavailableException {
        try {
            for (String table : Storage.TABLES) {
                untilUnlocked(() -> {
                    new MovingTable(connection, table).abandon();
                    return true;
                });
            }
        } catch (SQLException e) {
            throw new StoreUnavailableException(e);
        }
    }

    private <T> T inTransaction(Step<T> step) throws SQLException {
        try {
            T result = step.run();
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        }
    }

    /** Whoever waits for a table's strongest lock holds up all others behind him: two seconds, then they have their turn. */
    private <T> T untilUnlocked(Step<T> step) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return inTransaction(step);
            } catch (SQLException e) {
                if (!SqlFaults.isOfObject(e) || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private boolean isTrue(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            return result.next() && result.getBoolean(1);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException alreadyGone) {
            // So is the lock.
        }
    }
}
