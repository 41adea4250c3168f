package org.airlog.launcher.doctor;

import java.util.List;
import java.util.Optional;
import org.airlog.ingest.timescale.SchemaState;

/**
 * What a database tells of itself.
 *
 * @param server version of PostgreSQL
 * @param timescale version of TimescaleDB and its licence; empty where the extension is not in this database
 * @param isTimescaleOffered whether it could be
 * @param maxLocks {@code max_locks_per_transaction}
 * @param tables empty where Airlog has no tables there
 */
record DatabaseFacts(
        String server,
        Optional<Timescale> timescale,
        boolean isTimescaleOffered,
        int maxLocks,
        SchemaState schema,
        Optional<Tables> tables) {

    /** The extension, as {@code 2.19.3} and {@code apache} or {@code timescale}. */
    record Timescale(String version, String licence) {

        /** {@code apache}, or {@code community}. */
        String edition() {
            return licence.equals("apache") ? "apache" : "community";
        }
    }

    /**
     * Airlog's tables, as the user sees them who asks.
     *
     * @param isHypertable whether observations are one
     * @param chunks of it; 0 for a plain table
     * @param bytes that all tables and indexes of the database take
     * @param unwritable tables into which this user may not write
     * @param isOwner whether this user owns the observations
     * @param location what is so about the role {@code airlog_location}
     */
    record Tables(
            boolean isHypertable,
            int chunks,
            long bytes,
            List<String> unwritable,
            boolean isOwner,
            LocationRole location) {

        Tables {
            unwritable = List.copyOf(unwritable);
        }
    }

    /** How the user who asks stands to the role that may read positions. */
    enum LocationRole {
        /** There is no such role. */
        MISSING,
        /** There is, and the user is no member. */
        NOT_MEMBER,
        /** The user has its rights without asking. */
        INHERITED
    }
}
