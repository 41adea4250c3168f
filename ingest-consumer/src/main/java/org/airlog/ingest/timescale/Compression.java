package org.airlog.ingest.timescale;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy by which TimescaleDB compresses chunks: by sensor, in the order of time. Its community licence alone has it.
 *
 * <p>The statements are those of 2.11 and later, which newer versions know beside their "columnstore" names. What the database
 * refuses is an error in the log and changes nothing: rows stay uncompressed. One object stands for one connection.
 */
final class Compression {

    private static final Logger log = LoggerFactory.getLogger(Compression.class);

    /** From here on rows merge into compressed chunks without decompressing more than their own batches (2.11, 2.14, 2.16). */
    private static final int FIRST_MINOR = 16;

    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");

    private final Connection connection;
    private final Storage storage;

    Compression(Connection connection, Storage storage) {
        this.connection = connection;
        this.storage = storage;
    }

    /** Makes the policies of all hypertables say {@code age}, zero being none; returns whether they do. */
    boolean follow(Duration age) {
        if (!age.isZero() && !isRecent(storage.version())) {
            log.atWarn()
                    .addKeyValue("timescaledb", storage.version())
                    .log("rows are not compressed: merging late ones into compressed chunks takes TimescaleDB 2.16");
            return false;
        }
        try {
            for (String table : storage.hypertables()) {
                follow(table, age);
            }
            return true;
        } catch (SQLException e) {
            log.atError()
                    .addKeyValue("sqlState", e.getSQLState())
                    .setCause(e)
                    .log("the database refuses to compress: rows are stored, uncompressed");
            return false;
        }
    }

    static boolean isRecent(String version) {
        var matcher = VERSION.matcher(version);
        if (!matcher.matches()) {
            return false;
        }
        int major = Integer.parseInt(matcher.group(1));
        return major > 2 || (major == 2 && Integer.parseInt(matcher.group(2)) >= FIRST_MINOR);
    }

    private void follow(String table, Duration age) throws SQLException {
        String wanted = age.toSeconds() + " seconds";
        try (var statement = connection.createStatement()) {
            if (age.isZero()) {
                statement.execute("SELECT remove_compression_policy('" + table + "', if_exists => true)");
                return;
            }
            if (!isEnabled(table)) {
                statement.execute("ALTER TABLE " + table + " SET (timescaledb.compress,"
                        + " timescaledb.compress_segmentby = 'sensor_id', timescaledb.compress_orderby = 'time')");
            }
            if (!hasPolicy(table, wanted)) {
                statement.execute("SELECT remove_compression_policy('" + table + "', if_exists => true)");
                statement.execute("SELECT add_compression_policy('" + table + "', INTERVAL '" + wanted + "')");
                log.atInfo()
                        .addKeyValue("table", table)
                        .addKeyValue("age", age)
                        .log("rows are compressed from this age on");
            }
        }
    }

    private boolean isEnabled(String table) throws SQLException {
        return isTrue(
                """
                SELECT compression_enabled FROM timescaledb_information.hypertables
                WHERE hypertable_schema = current_schema() AND hypertable_name = ?
                """,
                table);
    }

    private boolean hasPolicy(String table, String age) throws SQLException {
        return isTrue(
                """
                SELECT true FROM timescaledb_information.jobs
                WHERE hypertable_schema = current_schema() AND hypertable_name = ?
                  AND proc_name IN ('policy_compression', 'policy_columnstore')
                  AND (config ->> 'compress_after')::interval = ?::interval
                """,
                table,
                age);
    }

    private boolean isTrue(String sql, String... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (var result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }
}
