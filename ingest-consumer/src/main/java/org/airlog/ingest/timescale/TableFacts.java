package org.airlog.ingest.timescale;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an operator may want to know of the database before changing it: facts by name, in the order of reading. */
public final class TableFacts {

    private static final String OPTIONS = "-c lock_timeout=2s -c statement_timeout=30s";

    private TableFacts() {}

    /** Looks; rows are estimates of the last ANALYZE. */
    public static Map<String, String> look(DatabaseAddress address) throws StoreUnavailableException {
        try (Connection connection = address.connect("airlog-status", OPTIONS)) {
            var facts = new LinkedHashMap<String, String>();
            Storage storage = Storage.look(connection);
            facts.put("postgresql", storage.postgresVersion());
            facts.put("timescaledb", storage.version().isEmpty() ? "none" : storage.version());
            facts.put("edition", storage.edition().label());
            facts.put("offered", storage.isOffered() ? "yes" : "no");
            for (String table : Storage.TABLES.stream().sorted().toList()) {
                boolean isHypertable = storage.hypertables().contains(table);
                facts.put(table, isHypertable ? "hypertable" : "plain");
                put(facts, connection, table, isHypertable ? HYPERTABLE : PLAIN);
                for (String leftOver : new String[] {"_notes", "_plain"}) {
                    if (isThere(connection, table + leftOver)) {
                        facts.put(table + leftOver, leftOver.equals("_notes") ? "being moved" : "left by a move");
                    }
                }
            }
            return facts;
        } catch (SQLException e) {
            throw new StoreUnavailableException(e);
        }
    }

    private static final String PLAIN =
            """
            SELECT greatest(reltuples, 0)::bigint, pg_total_relation_size(oid), '-' FROM pg_class WHERE oid = ?::regclass
            """;

    private static final String HYPERTABLE =
            """
            SELECT approximate_row_count(t.name::regclass), hypertable_size(t.name::regclass),
                   (SELECT count(*) FROM timescaledb_information.chunks c
                    WHERE c.hypertable_schema = current_schema() AND c.hypertable_name = t.name)::text
            FROM (VALUES (?::text)) AS t (name)
            """;

    private static void put(Map<String, String> facts, Connection connection, String table, String sql)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, table);
            try (var result = statement.executeQuery()) {
                result.next();
                facts.put(table + " rows", String.valueOf(result.getLong(1)));
                facts.put(table + " bytes", String.valueOf(result.getLong(2)));
                facts.put(table + " chunks", result.getString(3));
            }
        }
    }

    private static boolean isThere(Connection connection, String table) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            statement.setString(1, table);
            try (var result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }
}
