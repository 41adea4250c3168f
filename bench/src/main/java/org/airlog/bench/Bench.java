package org.airlog.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.airlog.bench.database.AirlogTables;
import org.airlog.bench.database.CountQuery;
import org.airlog.bench.database.DatabaseAccess;
import org.airlog.bench.database.FarEnd;
import org.airlog.bench.database.Hold;
import org.airlog.bench.database.RawCopy;
import org.airlog.bench.database.Visibility;
import org.airlog.bench.load.Account;
import org.airlog.bench.load.Fleet;
import org.airlog.bench.load.Sensor;
import org.airlog.bench.process.CpuClock;
import org.airlog.bench.process.ProcessTable;
import org.airlog.bench.wire.Generator;
import org.airlog.observation.Suid;
import org.jspecify.annotations.Nullable;

/** Runs one {@link Plan}: makes the fleet, warms up, makes the load, and counts at the far end. For one thread. */
public final class Bench {

    private static final Generator.Watch NOBODY = (publish, dueAt) -> {};
    /** Watched publishes a second, in mode e2e. */
    private static final int WATCHED_PER_SECOND = 200;

    private final Plan plan;
    private final Progress progress;

    /** Whom to tell what is going on. For many threads. */
    public interface Progress {

        /** Something begins that takes a while. */
        void begins(String what);

        /** It is {@code done} of {@code total} further on. */
        void advanced(String what, long done, long total);
    }

    /** For this plan. */
    public Bench(Plan plan, Progress progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * Runs it.
     *
     * @throws IOException where the system cannot be reached or does not take the fleet: its text is for people
     */
    public Result run() throws IOException, SQLException, InterruptedException {
        if (plan.mode() == Mode.CONNECT) {
            return connect();
        }
        progress.begins("measuring the generator itself");
        OptionalDouble ceiling = OptionalDouble.of(Ceiling.publishesPerSecond(plan));
        var fleet = new Fleet(sensors(), plan.shape(), Instant.now());

        progress.begins("connecting " + plan.clients() + " clients");
        try (var generator = new Generator(plan.target(), plan.clients(), fleet.size(), plan.source(fleet))) {
            generator.connect(OptionalDouble.empty(), new Account());
            Optional<DatabaseAccess> database = plan.site().database();
            if (database.isEmpty()) {
                return measured(generator, null, ceiling);
            }
            try (FarEnd far = farEnd(database.get(), fleet)) {
                return plan.mode() == Mode.DRAIN
                        ? drain(generator, far, database.get(), ceiling)
                        : measured(generator, far, ceiling);
            }
        }
    }

    private Result measured(Generator generator, @Nullable FarEnd far, OptionalDouble ceiling)
            throws IOException, SQLException, InterruptedException {
        warmUp(generator, far);
        long rowsBefore = far == null ? 0 : far.rows();
        long passedBefore = far == null ? 0 : far.passed();
        var account = new Account();
        CpuClock cpu = CpuClock.start(new ProcessTable(), SiteProcesses.of(plan.site()));
        progress.begins("load for " + plan.duration().toSeconds() + " s");
        var visible = new Account();
        long invisible = 0;
        long start;
        if (plan.mode() == Mode.E2E) {
            try (var visibility = new Visibility(plan.site().database().orElseThrow(), visible)) {
                start = generator.run(new Generator.Load(plan.rate(), plan.duration(), account, someOf(visibility)));
                invisible = visibility.finish();
            }
        } else {
            start = generator.run(new Generator.Load(plan.rate(), plan.duration(), account, NOBODY));
        }
        long answered = System.nanoTime();
        long end = answered;
        if (far != null) {
            progress.begins("waiting for the last rows");
            end = Math.max(answered, far.await(passedBefore + expected(account), rowsBefore + expected(account)));
        }
        Map<String, Double> seconds = cpu.seconds();
        OptionalLong stored = far == null ? OptionalLong.empty() : OptionalLong.of(far.rows() - rowsBefore);
        return new Result(
                plan.mode(),
                plan.dialect().qos(),
                account,
                stored,
                (end - start) / 1e9,
                (answered - start) / 1e9,
                Latency.of((plan.mode() == Mode.E2E ? visible : account).latencies()),
                seconds,
                ceiling,
                OptionalDouble.empty(),
                invisible);
    }

    private void warmUp(Generator generator, @Nullable FarEnd far)
            throws IOException, SQLException, InterruptedException {
        if (plan.warmup().isZero()) {
            return;
        }
        progress.begins("warming up for " + plan.warmup().toSeconds() + " s");
        long rowsBefore = far == null ? 0 : far.rows();
        long passedBefore = far == null ? 0 : far.passed();
        var account = new Account();
        generator.run(new Generator.Load(plan.rate(), plan.warmup(), account, NOBODY));
        if (far != null) {
            far.await(passedBefore + expected(account), rowsBefore + expected(account));
        }
    }

    private long expected(Account account) {
        return plan.dialect().qos() == 0 ? account.sent() : account.acknowledged();
    }

    /** Of so many publishes one is looked for. */
    private Generator.Watch someOf(Visibility visibility) {
        long every = Math.max(1, (long) (plan.rate().orElse(1) / WATCHED_PER_SECOND));
        long[] count = {0};
        return (publish, dueAt) -> {
            if (count[0]++ % every == 0) {
                visibility.watch(publish, dueAt);
            }
        };
    }

    /** The log is filled while the sink is held back, and then the sink is timed, between two COPYs of as many rows. */
    private Result drain(Generator generator, FarEnd far, DatabaseAccess database, OptionalDouble ceiling)
            throws IOException, SQLException, InterruptedException {
        warmUp(generator, far);
        long rowsBefore = far.rows();
        long passedBefore = far.passed();
        var account = new Account();
        double copiedBefore;
        progress.begins("filling the log for " + plan.duration().toSeconds() + " s");
        Hold hold = Hold.take(database);
        try (hold) {
            generator.run(new Generator.Load(plan.rate(), plan.duration(), account, NOBODY));
            copiedBefore = rawCopy(database, account.acknowledged());
        }
        CpuClock cpu = CpuClock.start(new ProcessTable(), SiteProcesses.of(plan.site()));
        progress.begins("draining " + account.acknowledged() + " observations");
        // The sink may be between two attempts: it is timed from its first rows on, which do not count.
        long since = System.nanoTime();
        long first = passedBefore;
        while (first == passedBefore && System.nanoTime() - since < FarEnd.PATIENCE.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(1);
            first = far.passed();
        }
        long start = System.nanoTime();
        long end = far.await(passedBefore + account.acknowledged(), rowsBefore + account.acknowledged());
        Map<String, Double> seconds = cpu.seconds();
        long stored = far.rows() - rowsBefore;
        long timed = stored - (first - passedBefore);
        double drainSeconds = Math.max(1e-3, (end - start) / 1e9) * stored / Math.max(1, timed);
        double copiedAfter = rawCopy(database, account.acknowledged());
        return new Result(
                plan.mode(),
                plan.dialect().qos(),
                account,
                OptionalLong.of(stored),
                drainSeconds,
                drainSeconds,
                Latency.of(account.latencies()),
                seconds,
                ceiling,
                OptionalDouble.of(Math.max(copiedBefore, copiedAfter)),
                0);
    }

    private double rawCopy(DatabaseAccess database, long rows) throws SQLException, IOException {
        progress.begins("copying " + rows + " rows");
        return RawCopy.perSecond(
                database, Math.max(1, rows), plan.sensors(), plan.shape().columns());
    }

    private Result connect() throws IOException, InterruptedException {
        var account = new Account();
        CpuClock cpu = CpuClock.start(new ProcessTable(), SiteProcesses.of(plan.site()));
        progress.begins("connecting " + plan.clients() + " clients");
        long start = System.nanoTime();
        try (var generator = new Generator(plan.target(), plan.clients(), 1, number -> {
            throw new IllegalStateException("nobody speaks");
        })) {
            generator.connect(plan.rate(), account);
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Result(
                    plan.mode(),
                    1,
                    account,
                    OptionalLong.empty(),
                    seconds,
                    seconds,
                    Latency.of(account.latencies()),
                    cpu.seconds(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    0);
        }
    }

    private List<Sensor> sensors() throws IOException, InterruptedException {
        if (!plan.dialect().isSigned()) {
            return Registration.unregistered(plan.sensors());
        }
        String what = "registering " + plan.sensors() + " sensors";
        progress.begins(what);
        long[] done = {0};
        return Registration.register(plan.site().http().orElseThrow(), plan.sensors(), count -> {
            synchronized (done) {
                done[0] += count;
                progress.advanced(what, done[0], plan.sensors());
            }
        });
    }

    private FarEnd farEnd(DatabaseAccess database, Fleet fleet) throws SQLException {
        Optional<String> query = plan.site().storedQuery();
        if (query.isPresent()) {
            return new CountQuery(database, query.get());
        }
        return new AirlogTables(
                database,
                plan.dialect().isUpload()
                        ? List.of()
                        : fleet.suids().map(Suid::value).toList());
    }
}
