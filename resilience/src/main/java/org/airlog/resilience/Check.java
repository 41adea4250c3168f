package org.airlog.resilience;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.airlog.resilience.check.Audit;
import org.airlog.resilience.check.Finding;
import org.airlog.resilience.check.Findings;
import org.airlog.resilience.ledger.Ledger;
import org.airlog.resilience.site.DoorCounters;
import org.airlog.resilience.site.ObservationLog;
import org.airlog.resilience.site.Site;
import org.airlog.resilience.site.StoredTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The check at rest: every row of the table and every record of the log against the ledger, and the equations.
 *
 * <p>What is missing may still be on its way, from a spool say: for two minutes it is looked again. For one thread.
 */
final class Check {

    private static final Logger log = LoggerFactory.getLogger(Check.class);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PAUSE_SECONDS = 2;

    private final Site site;
    private final Ledger ledger;
    private final Lag lag;
    private long rows;

    Check(Site site, Ledger ledger, Lag lag) {
        this.site = site;
        this.ledger = ledger;
        this.lag = lag;
    }

    /** All that is wrong at last. */
    Findings run() throws InterruptedException, SQLException, IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Findings findings = look();
            boolean mayChange = findings.count(Finding.Kind.LOST) > 0
                    || findings.count(Finding.Kind.UNBALANCED) > 0
                    || findings.count(Finding.Kind.NOT_RECOVERED) > 0;
            if (!mayChange || System.nanoTime() > deadline) {
                return findings;
            }
            log.info("looking again, as this may change: {}", findings);
            TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
        }
    }

    /** Rows in the table, known after {@link #run}. */
    long rows() {
        return rows;
    }

    private Findings look() throws InterruptedException, SQLException, IOException {
        var audit = new Audit(ledger.books());
        var findings = new Findings();
        if (!lag.awaitDrained(PATIENCE)) {
            findings.add(Finding.Kind.NOT_RECOVERED, "what lies in Kafka does not reach the table");
        }
        balanceDoor(audit, site.door());
        try {
            long logged = site.observations().forEach(audit::logged);
            site.table().forEach(audit::row);
            balanceSink(audit, logged, site.table().progress());
        } catch (ObservationLog.UnreachableException e) {
            findings.add(Finding.Kind.NOT_RECOVERED, String.valueOf(e.getMessage()));
        }
        rows = audit.rows();
        findings.addAll(audit.findings());
        return findings;
    }

    /** In the door's last life, as those before ended without a chance to tell. */
    private static void balanceDoor(Audit audit, DoorCounters door) {
        for (String what : new String[] {"publishes", "observations"}) {
            audit.balance(
                    what + " received at the door",
                    door.received().getOrDefault(what, -1L),
                    door.outcomes().getOrDefault(what, Map.of()));
        }
    }

    private static void balanceSink(Audit audit, long logged, StoredTable.Progress sink) {
        audit.balance("observations in Kafka", logged, Map.of("accepted", sink.accepted()));
        audit.balance(
                "observations accepted by the sink",
                sink.accepted(),
                Map.of("inserted", sink.inserted(), "merged", sink.merged(), "parked", sink.parked()));
        audit.balance("rows in the table", audit.rows(), Map.of("inserted", sink.inserted()));
        audit.balance("parked", sink.parked(), Map.of("of a load without a fault", 0L));
    }
}
