package org.airlog.ingest.timescale;

import java.sql.SQLException;

/** The database cannot store just now: nothing of the transaction is kept, and the same work may succeed later. */
public final class StoreUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean needsPerson;

    StoreUnavailableException(SQLException cause) {
        super("the database cannot store now (SQLState " + cause.getSQLState() + ")", cause);
        this.needsPerson = SqlFaults.needsPerson(cause);
    }

    /** Whether waiting alone will not mend it: a wrong password, a missing privilege, a table that somebody changed. */
    public boolean needsPerson() {
        return needsPerson;
    }
}
