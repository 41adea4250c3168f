package org.airlog.broker.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many appends a second the spool forces to the disk, beside what one loop of write and force does on the same disk in
 * the same run. No part of the build: {@code mvn test -pl broker-extension -am -Dtest=SpoolBenchmark
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class SpoolBenchmark {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolBenchmark.class);

    private static final Duration RUN = Duration.ofSeconds(5);
    private static final int PADDING = 300;
    private static final int[] CLIENTS = {1, 10, 100, 1_000, 2_000};

    @TempDir
    Path directory;

    @RepeatedTest(3)
    void appendsASecond(RepetitionInfo repetition) throws Exception {
        double raw = raw();
        for (int clients : CLIENTS) {
            measure(clients, raw, repetition.getCurrentRepetition());
        }
    }

    private double raw() throws Exception {
        var bytes = ByteBuffer.allocate(SegmentFormat.lengthOf(Records.of(0, PADDING)));
        try (var file =
                FileChannel.open(directory.resolve("raw"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            int forces = 0;
            long start = System.nanoTime();
            while (System.nanoTime() - start < RUN.toNanos()) {
                file.write(bytes.rewind());
                file.force(false);
                forces++;
            }
            return forces * 1e9 / (System.nanoTime() - start);
        }
    }

    /** Each client appends its next record when its last one is safe. */
    private void measure(int clients, double raw, int run) throws Exception {
        var nanos = new long[4_000_000];
        int appended = 0;
        try (Spool spool = Spool.open(directory.resolve("spool" + clients), 4L << 30)) {
            var mayAppend = new Semaphore(clients);
            long start = System.nanoTime();
            while (System.nanoTime() - start < RUN.toNanos() && appended < nanos.length) {
                mayAppend.acquire();
                int number = appended++;
                long before = System.nanoTime();
                var unused = spool.append(Records.of(number, PADDING)).thenRun(() -> {
                    nanos[number] = System.nanoTime() - before;
                    mayAppend.release();
                });
            }
            mayAppend.acquire(clients);
            double seconds = (System.nanoTime() - start) / 1e9;
            Arrays.sort(nanos, 0, appended);
            LOG.atInfo()
                    .addKeyValue("run", run)
                    .addKeyValue("clients", clients)
                    .addKeyValue("appendsPerSecond", Math.round(appended / seconds))
                    .addKeyValue("forcesPerSecond", Math.round(spool.figures().forces() / seconds))
                    .addKeyValue("rawForcesPerSecond", Math.round(raw))
                    .addKeyValue("p50Micros", nanos[appended / 2] / 1_000)
                    .addKeyValue("p99Micros", nanos[(int) (appended * 0.99)] / 1_000)
                    .log("measured");
            assertThat(spool.figures().failed()).isZero();
        }
    }
}
