package org.airlog.bench.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Airlog's own tables: the sink's account of the log, and the rows of the fleet's sensors. */
public final class AirlogTables implements FarEnd {

    private final Connection connection;
    private final PreparedStatement passed;
    private final List<UUID> suids;

    /**
     * Connects.
     *
     * @param suids of the fleet; none = its rows are under no SUID of its own, and all that passes is counted instead
     */
    public AirlogTables(DatabaseAccess access, List<UUID> suids) throws SQLException {
        this.connection = access.connect();
        this.suids = List.copyOf(suids);
        this.passed = connection.prepareStatement(
                "SELECT coalesce(sum(inserted + merged + parked), 0)::bigint FROM ingest_offset");
    }

    @Override
    public long passed() throws SQLException {
        try (var result = passed.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }

    @Override
    public long rows() throws SQLException {
        if (suids.isEmpty()) {
            return passed();
        }
        try (var count = connection.prepareStatement(
                """
                SELECT coalesce(sum(n), 0)::bigint
                FROM sensor s, LATERAL (SELECT count(*) AS n FROM observation o WHERE o.sensor_id = s.id) AS rows
                WHERE s.suid = ANY (?)
                """)) {
            count.setArray(1, connection.createArrayOf("uuid", suids.toArray()));
            try (var result = count.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
