package org.airlog.resilience;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.airlog.resilience.check.Finding;
import org.airlog.resilience.check.Findings;
import org.airlog.resilience.ledger.Ledger;
import org.airlog.resilience.ledger.LedgerFile;
import org.airlog.resilience.ledger.Route;
import org.airlog.resilience.load.Fleet;
import org.airlog.resilience.load.FleetPlan;
import org.airlog.resilience.load.Load;
import org.airlog.resilience.schedule.Fault;
import org.airlog.resilience.schedule.Link;
import org.airlog.resilience.schedule.Part;
import org.airlog.resilience.schedule.Step;
import org.airlog.resilience.site.Site;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One experiment: devices publish to a site, faults come one after the other, and when all is quiet again the check says
 * whether what was acknowledged is stored.
 *
 * <p>{@link #begin}, {@link #take} for each step, {@link #conclude}; for one thread.
 */
public final class Experiment implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Experiment.class);

    private static final Duration PATIENCE_TO_RECOVER = Duration.ofMinutes(2);
    private static final Duration PATIENCE_TO_DELIVER = Duration.ofMinutes(4);

    private final Site site;
    private final long seed;
    private final Faults faults;
    private final LedgerFile ledgerFile;
    private final Ledger ledger;
    private final Lag lag;
    private final Findings findings = new Findings();
    private final List<Recovery> recoveries = new ArrayList<>();
    private final Instant startedAt = Instant.now();
    private final List<Load> loads = new ArrayList<>();
    private int steps;

    /** Works on a site that has been started. */
    public Experiment(Site site, long seed) throws IOException {
        this.site = site;
        this.seed = seed;
        this.faults = new Faults(site);
        this.ledgerFile = new LedgerFile(ledgerPath());
        this.ledger = new Ledger(ledgerFile);
        this.lag = new Lag(site.table(), site.observations());
    }

    /** Registers the fleet, starts its devices, and waits until each way has had its first acknowledgement. */
    public void begin(FleetPlan plan) throws IOException, InterruptedException {
        Fleet fleet = Fleet.enrol(site.gateway(), plan, seed);
        List<CompletableFuture<Long>> first = new ArrayList<>();
        for (Route route : Route.values()) {
            first.add(ledger.nextAcknowledgement(route::equals));
        }
        loads.add(new Load(fleet.devices(site.broker(), site.gateway(), ledger)).start());
        for (CompletableFuture<Long> acknowledgement : first) {
            if (await(acknowledgement, PATIENCE_TO_RECOVER) < 0) {
                throw new IOException("nothing is acknowledged, see " + site.logs());
            }
        }
        log.info("seed {}: {} devices publish every {}", seed, plan.devices(), plan.interval());
    }

    /** Makes one fault, and waits for the recovery from it where the step says so. */
    public void take(Step step) throws IOException, InterruptedException {
        TimeUnit.MILLISECONDS.sleep(step.pause().toMillis());
        String name = "fault " + ++steps + ", " + step.fault();
        log.info("{}", name);
        faults.strike(step.fault());
        if (!step.awaitsRecovery()) {
            return;
        }
        long end = System.nanoTime();
        CompletableFuture<Long> next = ledger.nextAcknowledgement(routes(step.fault()));
        List<Part> missing = site.awaitReady(Faults.parts(step.fault()), PATIENCE_TO_RECOVER);
        long acknowledged = await(next, PATIENCE_TO_RECOVER);
        if (!missing.isEmpty() || acknowledged < 0) {
            findings.add(
                    Finding.Kind.NOT_RECOVERED,
                    name + (missing.isEmpty() ? ": no acknowledgement" : ": " + missing + " not ready"));
            return;
        }
        if (lag.awaitDrained(PATIENCE_TO_RECOVER)) {
            var recovery = new Recovery(
                    kind(step.fault()),
                    Duration.ofNanos(acknowledged - end),
                    Duration.ofNanos(System.nanoTime() - end));
            recoveries.add(recovery);
            log.info(
                    "  acknowledged after {} ms, in the table after {} ms",
                    recovery.toAcknowledgement().toMillis(),
                    recovery.toTable().toMillis());
        } else {
            findings.add(Finding.Kind.NOT_RECOVERED, name + ": what lies in Kafka does not reach the table");
        }
    }

    /** How many processes were killed so far. */
    public int kills() {
        return faults.kills().values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The load's own account. */
    public Ledger ledger() {
        return ledger;
    }

    /** Ends the load, mends everything, waits until nothing moves any more, and checks. */
    public Result conclude() throws IOException, InterruptedException, SQLException {
        loads.forEach(Load::end);
        site.heal();
        List<Part> missing = site.awaitReady(List.of(Part.values()), PATIENCE_TO_RECOVER);
        if (!missing.isEmpty()) {
            findings.add(Finding.Kind.NOT_RECOVERED, "not ready at the end: " + missing);
        }
        for (Load load : loads) {
            int sending = load.await(PATIENCE_TO_DELIVER);
            if (sending > 0) {
                findings.add(Finding.Kind.NOT_RECOVERED, sending + " devices still have something to send");
            }
            load.close();
        }
        Duration duration = Duration.between(startedAt, Instant.now());
        var check = new Check(site, ledger, lag);
        findings.addAll(check.run());
        var ends = new EnumMap<Part, Integer>(Part.class);
        for (Part part : Part.values()) {
            ends.put(part, site.part(part).ends());
        }
        return new Result(
                seed, startedAt, duration, steps, faults.kills(), ends, ledger, check.rows(), recoveries, findings);
    }

    /** Where the ledger is written. */
    public Path ledgerPath() {
        return site.directory().resolve("ledger.tsv");
    }

    /** Ends devices that still run; the site is its owner's to close. */
    @Override
    public void close() throws IOException {
        loads.forEach(Load::close);
        ledgerFile.close();
    }

    /** By which way an acknowledgement shows that a fault is over. */
    private static Predicate<Route> routes(Fault fault) {
        boolean isGateways = Faults.parts(fault).contains(Part.GATEWAY)
                || (fault instanceof Fault.Storm storm && storm.link() == Link.GATEWAY_BROKER);
        return isGateways ? Route.HTTP::equals : Set.of(Route.MQTT_5, Route.MQTT_3_1_1)::contains;
    }

    private static String kind(Fault fault) {
        if (fault instanceof Fault.Kill kill && kill.parts().size() > 1) {
            return "kill of a pair";
        }
        if (fault instanceof Fault.Storm) {
            return "storm";
        }
        return fault.toString().replaceFirst("(,| for) .*", "");
    }

    private static long await(CompletableFuture<Long> future, Duration patience) throws InterruptedException {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException none) {
            return -1;
        }
    }
}
