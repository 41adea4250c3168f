package org.airlog.ingest.timescale;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a fault of the database means, by its SQLState (PostgreSQL manual, appendix A) and never by its text. */
final class SqlFaults {

    static final String UNIQUE_VIOLATION = "23505";
    static final String SERIALIZATION_FAILURE = "40001";

    /** Data exception, integrity constraint violation, program limit exceeded: the rows are at fault. */
    private static final Set<String> OF_ROWS = Set.of("22", "23", "54");

    /** Connection, resources, operator intervention, transaction conflicts, object in use, system error. */
    private static final Set<String> OF_TIMES = Set.of("08", "25", "40", "53", "55", "57", "58");

    private SqlFaults() {}

    /**
     * Whether the rows themselves were refused, so that some of them may be stored without the others. A duplicate key
     * is not such a fault: stored rows are looked up first, so somebody else has just written the same one.
     */
    static boolean isOfRows(SQLException fault) {
        return OF_ROWS.contains(classOf(fault)) && !UNIQUE_VIOLATION.equals(fault.getSQLState());
    }

    /** Whether the same work cannot succeed before somebody has done something. */
    static boolean needsPerson(SQLException fault) {
        return !OF_TIMES.contains(classOf(fault)) && !UNIQUE_VIOLATION.equals(fault.getSQLState());
    }

    /** Whether the server could not be reached, or would not let us in or go on: its tables are not at fault. */
    static boolean isOfSession(SQLException fault) {
        String faultClass = classOf(fault);
        return OF_TIMES.contains(faultClass) || faultClass.equals("28") || faultClass.equals("3D");
    }

    /** Whether a table was not in a state to be worked on: locked by others ({@code 55P03}) or used. */
    static boolean isOfObject(SQLException fault) {
        return classOf(fault).equals("55");
    }

    private static String classOf(SQLException fault) {
        @Nullable String state = fault.getSQLState();
        // The driver's own faults without a state are broken connections.
        return state == null || state.length() < 2 ? "08" : state.substring(0, 2);
    }
}
