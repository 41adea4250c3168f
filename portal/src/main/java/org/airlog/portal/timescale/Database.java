package org.airlog.portal.timescale;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Connections that can only read: a small pool, which starts without a database and outlives its absence. Thread-safe.
 *
 * <p>Everything has an end: 2 s for a connection, 5 s for a statement (a reader keeps the consumer from adding columns
 * while it reads), 10 s for silence.
 */
public final class Database implements AutoCloseable {

    private static final int CONNECTIONS = 8;
    private static final Duration FOR_A_CONNECTION = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final String SILENCE_SECONDS = "10";
    private static final String CONNECT_SECONDS = "2";

    /**
     * Whatever the statistics say, rows are found by sensor and never by reading everybody's. Statements are few and
     * each has another shape, so that plans are made for their values.
     */
    private static final String OPTIONS = String.join(
            " ",
            "-c default_transaction_read_only=on",
            "-c statement_timeout=5s",
            "-c lock_timeout=2s",
            "-c idle_in_transaction_session_timeout=10s",
            "-c enable_seqscan=off",
            "-c enable_bitmapscan=off",
            "-c max_parallel_workers_per_gather=0",
            "-c plan_cache_mode=force_custom_plan",
            "-c jit=off");

    private final DatabaseAddress address;
    private final MeterRegistry registry;
    private final Semaphore lookers = new Semaphore(1);
    private volatile boolean answered;
    private @Nullable HikariDataSource pool;

    /** Remembers where it is; the pool counts into {@code registry}. */
    public Database(DatabaseAddress address, MeterRegistry registry) {
        this.address = address;
        this.registry = registry;
    }

    /** Begins to make connections as they are needed, once; does not wait for the database. */
    public void start() {
        if (pool != null) {
            throw new IllegalStateException("already started");
        }
        var config = new HikariConfig();
        config.setPoolName("airlog-portal");
        config.setJdbcUrl(address.url());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        config.setIdleTimeout(IDLE.toMillis());
        config.setConnectionTimeout(FOR_A_CONNECTION.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setReadOnly(true);
        config.setAutoCommit(false);
        config.addDataSourceProperty("ApplicationName", "airlog-portal");
        config.addDataSourceProperty("connectTimeout", CONNECT_SECONDS);
        config.addDataSourceProperty("socketTimeout", SILENCE_SECONDS);
        config.addDataSourceProperty("options", OPTIONS);
        config.setMetricRegistry(registry);
        pool = new HikariDataSource(config);
    }

    /** Whether the tables can be read. Asks once at a time: who comes meanwhile gets the answer before. */
    public boolean isAnswering() {
        if (!lookers.tryAcquire()) {
            return answered;
        }
        try (Connection connection = connection();
                var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT FROM reading_type LIMIT 1")) {
            answered = result.next();
        } catch (SQLException notNow) {
            answered = false;
        } finally {
            lookers.release();
        }
        return answered;
    }

    Connection connection() throws SQLException {
        if (pool == null) {
            throw new IllegalStateException("not started");
        }
        return pool.getConnection();
    }

    /** Ends every connection. May be called twice. */
    @Override
    public void close() {
        if (pool != null) {
            pool.close();
        }
    }
}
