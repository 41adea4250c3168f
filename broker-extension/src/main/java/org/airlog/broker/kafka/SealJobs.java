package org.airlog.broker.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.airlog.broker.sensor.RegistryUnavailableException;
import org.airlog.broker.sensor.SealCensus;
import org.airlog.broker.sensor.SealKeeper;
import org.airlog.broker.sensor.SensorDirectory;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.sealing.Seal;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the keys by which the registry is sealed, and seals anew what is not under the current one.
 *
 * <p>A job reads the log from its beginning to its end once for each {@value #SUIDS_AT_ONCE} SUIDs, so that what it keeps in
 * memory is bounded, and writes the renewals of these, at most {@value #ON_THEIR_WAY} at a time, before it goes on. It
 * ends early when Kafka goes away; begun again, it finds what it has done. Two brokers that do it at once write the same
 * twice. One thread of its own; closing it ends a job between two writes.
 */
public final class SealJobs implements SealKeeper, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SealJobs.class);

    private static final int SUIDS_AT_ONCE = 20_000;
    private static final int ON_THEIR_WAY = 100;
    private static final int ATTEMPTS = 3;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final KafkaClients clients;
    private final Seal seal;
    private final SensorDirectory directory;
    private final IntSupplier sensors;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(OwnThreads.named("airlog-seals"));
    private volatile boolean isClosed;
    private volatile Progress progress;

    /** {@code sensors} tells how many SUIDs are known. */
    public SealJobs(KafkaClients clients, Seal seal, SensorDirectory directory, IntSupplier sensors) {
        this.clients = clients;
        this.seal = seal;
        this.directory = directory;
        this.sensors = sensors;
        this.progress =
                new Progress(Task.COUNT, 0, false, 0, seal.currentKeyId(), seal.keyIds(), Map.of(), 0, Map.of(), "");
    }

    @Override
    public synchronized Progress begin(Task task) {
        if (progress.isRunning()) {
            return progress;
        }
        var job = new Job(task, progress.number() + 1);
        Progress before = progress;
        progress = job.progress(0, true, "");
        try {
            thread.execute(() -> run(job));
        } catch (RejectedExecutionException closed) {
            progress = before;
        }
        return progress;
    }

    @Override
    public Progress progress() {
        return progress;
    }

    @Override
    public void close() {
        isClosed = true;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Job job) {
        String failure = "a bug, see the broker's log";
        try {
            job.run();
            failure = isClosed ? "the broker is stopping" : "";
        } catch (KafkaException | CompletionException away) {
            LOG.atWarn().setCause(away).log("the registry's seals could not be looked through to the end");
            failure = "the registry cannot be reached just now";
        } catch (RuntimeException bug) {
            LOG.error("the registry's seals could not be looked through because of a bug", bug);
        } finally {
            progress = job.progress(failure.isEmpty() ? 100 : progress.percent(), false, failure);
            LOG.atInfo()
                    .addKeyValue("task", job.task)
                    .addKeyValue("use", progress.use())
                    .addKeyValue("resealed", job.resealed)
                    .addKeyValue("failure", failure)
                    .log("looked through the registry's seals");
        }
    }

    /** One look through the whole registry. Of the job's thread alone. */
    private final class Job {

        private final Task task;
        private final long number;
        private final Map<String, Integer> use = new TreeMap<>();
        private Map<String, String> oldest = Map.of();
        private int resealed;

        Job(Task task, long number) {
            this.task = task;
            this.number = number;
        }

        void run() {
            int buckets = 1 + sensors.getAsInt() / SUIDS_AT_ONCE;
            try (var log = new RegistryReading(clients)) {
                oldest = log.oldest();
                for (int bucket = 0; bucket < buckets && !isClosed; bucket++) {
                    int ours = bucket;
                    var census = new SealCensus(seal, suid -> bucketOf(suid, buckets) == ours);
                    log.readAll(census::apply, () -> isClosed);
                    if (task == Task.RESEAL && !isClosed && write(census.renewals(Instant.now()), bucket, buckets)) {
                        // What others did meanwhile counts as well.
                        census = new SealCensus(seal, suid -> bucketOf(suid, buckets) == ours);
                        log.readAll(census::apply, () -> isClosed);
                    }
                    census.use().forEach((id, steps) -> use.merge(id, steps, Integer::sum));
                    progress = progress((bucket + 1) * 100 / buckets, true, "");
                }
            } catch (InterruptException stopped) {
                isClosed = true;
            }
        }

        /** Whether there was anything to write. */
        private boolean write(List<SensorRecord> renewals, int bucket, int buckets) {
            for (int from = 0; from < renewals.size() && !isClosed; from += ON_THEIR_WAY) {
                int to = Math.min(from + ON_THEIR_WAY, renewals.size());
                writeTogether(renewals.subList(from, to));
                resealed += to - from;
                progress = progress((bucket * 100 + 100 * to / renewals.size()) / buckets, true, "");
            }
            return !renewals.isEmpty();
        }

        private void writeTogether(List<SensorRecord> renewals) {
            for (int attempt = 1; ; attempt++) {
                var outcomes = new ArrayList<CompletableFuture<Boolean>>();
                renewals.forEach(
                        renewal -> outcomes.add(directory.append(renewal).toCompletableFuture()));
                try {
                    CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
                            .join();
                    return;
                } catch (CompletionException failure) {
                    if (attempt == ATTEMPTS || !(failure.getCause() instanceof RegistryUnavailableException)) {
                        throw failure;
                    }
                }
            }
        }

        Progress progress(int percent, boolean isRunning, String failure) {
            return new Progress(
                    task,
                    number,
                    isRunning,
                    percent,
                    seal.currentKeyId(),
                    seal.keyIds(),
                    use,
                    resealed,
                    oldest,
                    failure);
        }
    }

    private static int bucketOf(Suid suid, int buckets) {
        return Math.floorMod(suid.value().hashCode(), buckets);
    }
}
