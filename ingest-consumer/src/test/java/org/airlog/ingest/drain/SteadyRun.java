package org.airlog.ingest.drain;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** Publishes at one rate, whatever happens, and how soon each is in the table: from when it was due to its commit seen. */
final class SteadyRun {

    private static final long LOOK_NANOS = 2_000_000;
    private static final int WARM_SECONDS = 5;
    private static final long WARM_PUBLISHES = 200_000;

    private final Workload load;
    private final FilledLog log;
    private final SinkDatabase database;
    private final PrintStream out;

    SteadyRun(Workload load, FilledLog log, SinkDatabase database, PrintStream out) {
        this.load = load;
        this.log = log;
        this.database = database;
        this.out = out;
    }

    void run(long rate, long seconds, ConsumerProcess running) throws Exception {
        try (running) {
            // What the JVM has to compile first would be most of it.
            log.append(load, WARM_PUBLISHES);
            pass(rate, WARM_SECONDS, WARM_PUBLISHES);
            var span = new Span(running.handle(), database);
            long[] millis = pass(rate, seconds, WARM_PUBLISHES + rate * WARM_SECONDS);
            Arrays.sort(millis);
            out.println(String.format(
                    Locale.ROOT,
                    "%,d publishes/s for %d s: in the table after p50 %d ms, p99 %d ms, max %d ms; %s",
                    rate,
                    seconds,
                    millis[millis.length / 2],
                    millis[(int) (millis.length * 0.99)],
                    millis[millis.length - 1],
                    span.of(millis.length * (long) load.batch())));
        }
    }

    /** Milliseconds of each publish; the log is read in order enough that the n-th stored stands for the n-th sent. */
    private long[] pass(long rate, long seconds, long before) throws Exception {
        int count = (int) (rate * seconds);
        var millis = new long[count];
        var due = new ArrayDeque<Long>();
        int sent = 0;
        int seen = 0;
        long start = System.nanoTime();
        while (seen < count) {
            long now = System.nanoTime();
            for (; sent < count && start + sent * 1_000_000_000L / rate <= now; sent++) {
                due.add(start + sent * 1_000_000_000L / rate);
                log.appendSoon(load);
            }
            long stored = database.settled() / load.batch() - before;
            long at = System.nanoTime();
            for (; seen < stored && !due.isEmpty(); seen++) {
                millis[seen] = (at - due.remove()) / 1_000_000;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return millis;
    }
}
