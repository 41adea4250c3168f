package org.airlog.ingest.timescale;

import static org.airlog.ingest.timescale.SqlArrays.utc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One plain table on its way to a hypertable: the statements, each method within the caller's transaction.
 *
 * <p>Beside {@code observation} there are meanwhile {@code observation_hypertable}, which grows day by day; {@code
 * observation_days}, which days there are to copy; and {@code observation_notes}, the keys of rows that were written, changed or
 * deleted since copying began, noted by triggers in the writer's own transaction. When it is done the hypertable has the name, and
 * {@code observation_plain} is what it was made of.
 */
final class MovingTable {

    private final Connection connection;
    private final String table;

    /** {@code table} is one of {@link Storage#TABLES}. */
    MovingTable(Connection connection, String table) {
        this.connection = connection;
        this.table = table;
    }

    /**
     * A day to copy.
     *
     * @param rows as many as it had when the move began
     */
    record Day(Instant start, long rows) {}

    boolean isBegun() throws SQLException {
        return query("SELECT to_regclass(?) IS NOT NULL", table + "_notes").contains("t");
    }

    /** Makes the tables and the triggers; waits for writers that are under way, and holds up new ones until the commit. */
    void begin() throws SQLException {
        execute("CREATE TABLE %1$s_hypertable (LIKE %1$s INCLUDING DEFAULTS INCLUDING COMMENTS)");
        execute("ALTER TABLE %1$s_hypertable ADD PRIMARY KEY (sensor_id, time)");
        execute("SELECT create_hypertable('%1$s_hypertable', 'time', chunk_time_interval => INTERVAL '1 day',"
                + " create_default_indexes => false)");
        execute("CREATE TABLE %1$s_notes (sensor_id int NOT NULL, time timestamptz NOT NULL)");
        execute(
                "CREATE TABLE %1$s_days (start timestamptz PRIMARY KEY, rows bigint NOT NULL, copied boolean NOT NULL)");
        execute(
                """
                CREATE FUNCTION %1$s_note() RETURNS trigger LANGUAGE plpgsql AS $note$
                BEGIN
                    IF TG_OP <> 'INSERT' THEN
                        INSERT INTO %1$s_notes SELECT sensor_id, time FROM old_rows;
                    END IF;
                    IF TG_OP <> 'DELETE' THEN
                        INSERT INTO %1$s_notes SELECT sensor_id, time FROM new_rows;
                    END IF;
                    RETURN NULL;
                END
                $note$
                """);
        trigger("insert", "REFERENCING NEW TABLE AS new_rows");
        trigger("update", "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows");
        trigger("delete", "REFERENCING OLD TABLE AS old_rows");
    }

    private void trigger(String event, String referencing) throws SQLException {
        execute("CREATE TRIGGER %1$s_note_" + event + " AFTER " + event + " ON %1$s " + referencing
                + " FOR EACH STATEMENT EXECUTE FUNCTION %1$s_note()");
    }

    /** Looks through the whole table once: which days there are. */
    void listDays() throws SQLException {
        execute(
                """
                INSERT INTO %1$s_days
                SELECT date_trunc('day', time, 'UTC') AS start, count(*), false FROM %1$s GROUP BY start
                ON CONFLICT DO NOTHING
                """);
    }

    /** The days that have not been copied, the oldest first. */
    List<Day> daysLeft() throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(
                        named("SELECT start, rows FROM %1$s_days WHERE NOT copied ORDER BY start"))) {
            var days = new ArrayList<Day>();
            while (result.next()) {
                days.add(new Day(result.getObject(1, OffsetDateTime.class).toInstant(), result.getLong(2)));
            }
            return days;
        }
    }

    /** Copies a day; what is written to it from now on is noted. */
    void copy(Day day) throws SQLException {
        addColumns();
        String columns = String.join(", ", columns());
        try (var copy = connection.prepareStatement(named("INSERT INTO %1$s_hypertable (" + columns + ") SELECT "
                        + columns + " FROM %1$s WHERE time >= ? AND time < ? ON CONFLICT DO NOTHING"));
                var done = connection.prepareStatement(named("UPDATE %1$s_days SET copied = true WHERE start = ?"))) {
            copy.setObject(1, utc(day.start()));
            copy.setObject(2, utc(day.start().plus(Duration.ofDays(1))));
            copy.executeUpdate();
            done.setObject(1, utc(day.start()));
            done.executeUpdate();
        }
    }

    /** Brings the rows of at most {@code most} notes up to date; returns of how many. In {@code READ COMMITTED}. */
    long follow(int most) throws SQLException {
        addColumns();
        execute(
                "CREATE TEMPORARY TABLE IF NOT EXISTS airlog_noted (sensor_id int, time timestamptz) ON COMMIT DELETE ROWS");
        execute("TRUNCATE airlog_noted");
        execute("WITH taken AS (DELETE FROM %1$s_notes WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$s_notes LIMIT "
                + most
                + ")) RETURNING sensor_id, time) INSERT INTO airlog_noted SELECT DISTINCT sensor_id, time FROM taken");
        // What is read from here on is at least as new as what was noted.
        Optional<String> range = query("SELECT min(time) || ''' AND ''' || max(time) FROM airlog_noted").stream()
                .filter(text -> !text.isEmpty())
                .findFirst();
        if (range.isEmpty()) {
            return 0;
        }
        String between = " BETWEEN '" + range.get() + "'";
        execute("DELETE FROM %1$s_hypertable h USING airlog_noted n"
                + " WHERE h.sensor_id = n.sensor_id AND h.time = n.time AND h.time" + between);
        String columns = String.join(", ", columns());
        String read =
                String.join(", ", columns().stream().map(name -> "o." + name).toList());
        execute("INSERT INTO %1$s_hypertable (" + columns + ") SELECT " + read
                + " FROM airlog_noted n JOIN %1$s o ON o.sensor_id = n.sensor_id AND o.time = n.time");
        return Long.parseLong(query("SELECT count(*) FROM airlog_noted").get(0));
    }

    /** Keeps everybody out until the end of the transaction. */
    void lock() throws SQLException {
        execute("LOCK TABLE %1$s IN ACCESS EXCLUSIVE MODE");
    }

    /** The hypertable takes the name, the rights and the views. */
    void swap() throws SQLException {
        addColumns();
        List<String> views = views();
        List<String> grants = grants();
        removeNotes();
        execute("ALTER TABLE %1$s RENAME TO %1$s_plain");
        execute("ALTER TABLE %1$s_hypertable RENAME TO %1$s");
        for (String statement : views) {
            executeRaw(statement);
        }
        for (String statement : grants) {
            executeRaw(statement);
        }
    }

    /** As if it had never begun. */
    void abandon() throws SQLException {
        removeNotes();
        execute("DROP TABLE IF EXISTS %1$s_hypertable");
    }

    private void removeNotes() throws SQLException {
        execute("DROP FUNCTION IF EXISTS %1$s_note() CASCADE");
        execute("DROP TABLE IF EXISTS %1$s_notes, %1$s_days");
    }

    /** Columns that the consumer has added since. */
    private void addColumns() throws SQLException {
        List<String> missing = query(
                """
                SELECT format('ALTER TABLE %I ADD COLUMN %I %s', ? || '_hypertable', a.attname, format_type(a.atttypid, a.atttypmod))
                FROM pg_attribute a
                WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped
                  AND a.attname NOT IN (SELECT h.attname FROM pg_attribute h WHERE h.attrelid = (? || '_hypertable')::regclass)
                ORDER BY a.attnum
                """,
                table, table, table);
        for (String statement : missing) {
            executeRaw(statement);
        }
    }

    private List<String> columns() throws SQLException {
        return query(
                """
                SELECT quote_ident(attname) FROM pg_attribute
                WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
                """,
                table);
    }

    /** A view is of a table and not of its name: what makes each of them anew. */
    private List<String> views() throws SQLException {
        return query(
                """
                SELECT DISTINCT format('CREATE OR REPLACE VIEW %s AS %s', r.ev_class::regclass, pg_get_viewdef(r.ev_class))
                FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid
                WHERE d.classid = 'pg_rewrite'::regclass AND d.refobjid = ?::regclass AND r.ev_class <> d.refobjid
                """,
                table);
    }

    private List<String> grants() throws SQLException {
        return query(
                """
                SELECT format('GRANT %s ON %s TO %s%s', g.privilege, ?,
                              CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END,
                              CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
                FROM (SELECT a.grantee, a.is_grantable, a.privilege_type AS privilege
                      FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = ?::regclass
                      UNION ALL
                      SELECT a.grantee, a.is_grantable, a.privilege_type || format(' (%I)', t.attname)
                      FROM pg_attribute t, aclexplode(t.attacl) a WHERE t.attrelid = ?::regclass AND NOT t.attisdropped) g
                """,
                table, table, table);
    }

    private String named(String sql) {
        return sql.replace("%1$s", table);
    }

    private void execute(String sql) throws SQLException {
        executeRaw(named(sql));
    }

    private void executeRaw(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column's texts; null as the empty one. */
    private List<String> query(String sql, String... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (var result = statement.executeQuery()) {
                var texts = new ArrayList<String>();
                while (result.next()) {
                    String text = result.getString(1);
                    texts.add(text == null ? "" : text);
                }
                return texts;
            }
        }
    }
}
