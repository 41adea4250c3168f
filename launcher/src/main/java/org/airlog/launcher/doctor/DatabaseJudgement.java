package org.airlog.launcher.doctor;

import java.util.ArrayList;
import java.util.List;

/** Whether a database keeps what Airlog promises. Pure. */
final class DatabaseJudgement {

    static final String CHECK = "database";

    /** 11,000 chunks, thirty years of days, were seen to need 512. */
    private static final int CHUNKS_PER_LOCK = 21;

    private static final int LEAST_LOCKS = 64;
    private static final int ROOMY_LOCKS = 512;

    private final DatabaseFacts facts;
    private final List<Finding> findings = new ArrayList<>();

    private DatabaseJudgement(DatabaseFacts facts) {
        this.facts = facts;
    }

    /** {@code where} is the database without user and password. */
    static List<Finding> of(DatabaseFacts facts, String where) {
        var judgement = new DatabaseJudgement(facts);
        judgement.ok("PostgreSQL " + facts.server() + " answers at " + where);
        judgement.schema();
        facts.tables().ifPresent(tables -> {
            judgement.storage(tables);
            judgement.rights(tables);
        });
        return judgement.findings;
    }

    private void schema() {
        var schema = facts.schema();
        if (schema.isFailed()) {
            fail(
                    "a migration of the schema was broken off",
                    "look into the consumer's log, mend what it names, and start the consumer again");
        } else if (schema.applied().isEmpty()) {
            fail("Airlog's tables are not there", "start a consumer of Airlog, which makes them");
        } else if (schema.isBehind()) {
            warn(
                    "the schema has version " + schema.applied().get() + ", this release would have " + schema.newest(),
                    "start a consumer of this release, which migrates it");
        } else if (schema.isAhead()) {
            warn(
                    "the schema has version " + schema.applied().get() + ", later than this release's "
                            + schema.newest() + ", which goes on working on it",
                    "bring the rest of Airlog to the later release, too");
        } else {
            ok("the schema has version " + schema.newest() + ", as this release");
        }
    }

    private void storage(DatabaseFacts.Tables tables) {
        String size = Words.bytes(tables.bytes()) + " in all";
        if (facts.timescale().isEmpty()) {
            if (facts.isTimescaleOffered()) {
                warn(
                        "plain tables, though the server offers TimescaleDB, " + size,
                        "see docs/operations.md on changing over to hypertables");
            } else {
                ok("plain tables (TimescaleDB: none), " + size);
            }
            return;
        }
        var timescale = facts.timescale().get();
        String what = "TimescaleDB " + timescale.version() + ", edition " + timescale.edition();
        if (!tables.isHypertable()) {
            warn(what + ", yet the observations are a plain table, " + size, "see docs/operations.md on changing over");
            return;
        }
        ok(what + ", " + tables.chunks() + " chunks, " + size);
        int needed = Math.max(LEAST_LOCKS, tables.chunks() / CHUNKS_PER_LOCK);
        if (facts.maxLocks() < needed) {
            fail(
                    "max_locks_per_transaction is " + facts.maxLocks() + ", too few for " + tables.chunks() + " chunks",
                    "set it to " + Math.max(ROOMY_LOCKS, needed) + " and restart PostgreSQL");
        } else if (facts.maxLocks() < ROOMY_LOCKS) {
            warn(
                    "max_locks_per_transaction is " + facts.maxLocks()
                            + ": queries over years of chunks may run out of locks",
                    "set it to " + ROOMY_LOCKS + " and restart PostgreSQL");
        }
    }

    private void rights(DatabaseFacts.Tables tables) {
        if (!tables.unwritable().isEmpty()) {
            warn(
                    "this user may not write into " + String.join(", ", tables.unwritable()),
                    "right for a portal's user; the consumer's must own the tables");
        } else if (!tables.isOwner()) {
            warn(
                    "this user does not own the observations: as the consumer's it could add no columns",
                    "ALTER TABLE … OWNER TO the consumer's user");
        } else {
            ok("this user owns the tables");
        }
        switch (tables.location()) {
            case MISSING ->
                warn(
                        "the role airlog_location is missing: nobody but the owner can be let to positions",
                        "as a superuser: CREATE ROLE airlog_location NOLOGIN; GRANT SELECT ON sensor_location,"
                                + " observation_location TO airlog_location");
            case INHERITED -> {
                if (!tables.isOwner()) {
                    warn(
                            "this user inherits airlog_location: it reads where people live",
                            "REVOKE airlog_location from it, unless that is meant");
                }
            }
            case NOT_MEMBER -> ok("positions are apart: this user is no member of airlog_location");
        }
    }

    private void ok(String found) {
        findings.add(Finding.ok(CHECK, found));
    }

    private void warn(String found, String remedy) {
        findings.add(Finding.warn(CHECK, found, remedy));
    }

    private void fail(String found, String remedy) {
        findings.add(Finding.fail(CHECK, found, remedy));
    }
}
