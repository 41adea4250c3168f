package org.airlog.portal.timescale;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The database cannot answer now. Told apart from our own faults by SQLState (PostgreSQL manual, appendix A). */
public final class StoreUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    private static final String QUERY_CANCELED = "57014";
    private static final String UNDEFINED_TABLE = "42P01";
    private static final String UNDEFINED_COLUMN = "42703";
    /** Connection, authorization, catalogue, transaction, resources, object in use, operator intervention, system error. */
    private static final Set<String> OF_TIMES = Set.of("08", "25", "28", "3D", "40", "53", "55", "57", "58");

    private final String detail;

    private StoreUnavailableException(String detail, SQLException cause) {
        super(detail, cause);
        this.detail = detail;
    }

    /** What {@code fault} means; throws where it is a fault of ours, which no waiting mends. */
    static StoreUnavailableException of(SQLException fault) {
        @Nullable String state = fault.getSQLState();
        if (QUERY_CANCELED.equals(state)) {
            return new StoreUnavailableException("the answer takes too long to find: ask for a shorter time", fault);
        }
        if (UNDEFINED_TABLE.equals(state) || UNDEFINED_COLUMN.equals(state)) {
            return new StoreUnavailableException("the database is not prepared yet", fault);
        }
        // Without a state: the driver's or the pool's own, of connections.
        if (state == null || state.length() < 2 || OF_TIMES.contains(state.substring(0, 2))) {
            return new StoreUnavailableException("the database cannot be reached", fault);
        }
        throw new IllegalStateException("the database refuses a question of ours", fault);
    }

    /** For who asked. */
    public String detail() {
        return detail;
    }
}
