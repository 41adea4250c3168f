package org.airlog.ingest.timescale;

import java.sql.Connection;
import java.sql.SQLException;
import org.airlog.ingest.batch.Tally;

/** What became of all observations since the tables were made, whoever stored them: the sums of {@code ingest_offset}. */
public final class Books {

    private static final String OPTIONS =
            "-c lock_timeout=5s -c statement_timeout=10s -c default_transaction_read_only=on";

    private Books() {}

    /** Reads them, of one moment. */
    public static Tally read(DatabaseAddress address) throws StoreUnavailableException {
        try (Connection connection = address.connect("airlog-books", OPTIONS);
                var statement = connection.createStatement();
                var sums = statement.executeQuery(
                        """
                        SELECT coalesce(sum(accepted), 0), coalesce(sum(inserted), 0), coalesce(sum(merged), 0),
                               coalesce(sum(parked), 0), coalesce(sum(replayed), 0)
                        FROM ingest_offset
                        """)) {
            sums.next();
            return new Tally(sums.getLong(1), sums.getLong(2), sums.getLong(3), sums.getLong(4), sums.getLong(5));
        } catch (SQLException e) {
            throw new StoreUnavailableException(e);
        }
    }
}
