package org.airlog.ingest;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.airlog.configuration.Keys;
import org.airlog.ingest.batch.Decoder;
import org.airlog.ingest.kafka.DeadLetters;
import org.airlog.ingest.kafka.RecordSource;
import org.airlog.ingest.kafka.RegistryLookup;
import org.airlog.ingest.management.BookMeters;
import org.airlog.ingest.management.ForwardMeters;
import org.airlog.ingest.management.IngestMeters;
import org.airlog.ingest.management.RetentionMeters;
import org.airlog.ingest.management.RollupMeters;
import org.airlog.ingest.opensensemap.Forwarder;
import org.airlog.ingest.timescale.Retention;
import org.airlog.ingest.timescale.Rollups;
import org.airlog.ingest.timescale.Store;
import org.airlog.management.Management;
import org.airlog.management.ProcessMeters;
import org.airlog.tracing.Tracing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer: Kafka to PostgreSQL or TimescaleDB, exactly once. This class is the whole wiring.
 *
 * <p>{@link #start} returns at once: Kafka and the database may come later, and may go and come back. What waiting cannot
 * mend (a migration that fails, a log that no longer holds what was not stored, a bug) ends the consumer: it is logged,
 * and {@link #ended} tells. Several consumers share the partitions of the log between them.
 *
 * <p>Beside the loop, each on a thread of its own and with no say in how the consumer fares: a {@link Trimmer} deletes from
 * the log what nobody needs any more, a {@link RollupJob} counts by hour and day, a {@link BooksJob} reads the books for the
 * metrics; where it is configured, a {@link RetentionJob} deletes what is too old and a {@link Forwarder} sends on, with a
 * consumer group of its own.
 */
public final class Ingest implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Ingest.class);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final IngestConfig config;
    private final ProcessMeters processMeters = ProcessMeters.of("consumer");
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Tracing tracing;
    private @Nullable IngestLoop loop;
    private @Nullable Thread thread;
    /** How to stop what runs beside the loop, the last that began first. */
    private final Deque<Runnable> beside = new ArrayDeque<>();

    private @Nullable Management management;

    /** Remembers the configuration. */
    public Ingest(IngestConfig config) {
        this.config = config;
        this.tracing = new Tracing(config.tracing(), "airlog-consumer");
    }

    /**
     * Begins, once, in a thread of its own; throws where the port for operators cannot be had, or no client can be made for
     * Kafka because nothing knows the names of its servers or a property is no good, and then leaves nothing running.
     */
    public synchronized void start() throws IOException {
        if (thread != null) {
            throw new IllegalStateException("already started");
        }
        var registry = processMeters.registry();
        var meters = new IngestMeters(registry, InstantSource.system());
        management = Management.listen(
                config.management(),
                Keys.INGEST_MANAGEMENT_PORT.name(),
                () -> meters.readiness(isReading()),
                processMeters);
        RecordSource source;
        try {
            source = new RecordSource(config.kafka(), config.batchRecords(), registry);
        } catch (IOException e) {
            management.close();
            throw e;
        }
        tracing.start();
        tracing.bindTo(registry);
        var deadLetters = new DeadLetters(config.kafka());
        var store = new Store(config.database(), config.keeping(), config.seal(), deadLetters);
        var decoder = new Decoder(config.seal(), config.laterVersions());
        var running = new IngestLoop(
                source, new RegistryLookup(config.kafka()), decoder, store, meters, new BatchTraces(tracing));
        loop = running;
        thread = new Thread(
                () -> {
                    try (source;
                            deadLetters;
                            store) {
                        running.run();
                        ended.complete(null);
                    } catch (RuntimeException | Error e) {
                        log.atError().setCause(e).log("the consumer has stopped and stores nothing any more");
                        ended.completeExceptionally(e);
                    }
                },
                "airlog-ingest");
        thread.start();
        var trimmer = new Trimmer(config, InstantSource.system(), meters);
        trimmer.start();
        beside.push(trimmer::close);
        var rollupJob = new RollupJob(
                new Rollups(config.database()), meters::observations, new RollupMeters(registry, System::nanoTime));
        rollupJob.start();
        beside.push(rollupJob::close);
        var booksJob = new BooksJob(config.database(), new BookMeters(registry));
        booksJob.start();
        beside.push(booksJob::close);
        config.keeping().retention().ifPresent(age -> {
            var retentionJob = new RetentionJob(
                    new Retention(config.database(), age), InstantSource.system(), new RetentionMeters(registry));
            retentionJob.start();
            beside.push(retentionJob::close);
        });
        if (config.forwarding() != null) {
            var forwarder = new Forwarder(config.forwarding(), config.kafka(), decoder);
            forwarder.start();
            beside.push(forwarder::close);
            new ForwardMeters(registry, forwarder.counts()).register();
        }
    }

    /** What it counts. */
    public ProcessMeters meters() {
        return processMeters;
    }

    /** The port of {@code /healthy}, {@code /ready} and {@code /metrics}; 0 before the start. */
    public synchronized int managementPort() {
        return management == null ? 0 : management.port();
    }

    /** Whether this consumer reads all partitions that it has been given; false while it waits for something. */
    public synchronized boolean isReading() {
        return loop != null && loop.isReading();
    }

    /** Completes when the consumer has ended; exceptionally where it could not go on. */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /**
     * Finishes the batch under way and leaves the group; waits for at most 20 s, and as long for the forwarder. A second
     * call does nothing.
     */
    @Override
    public void close() {
        Thread running;
        List<Runnable> stops;
        synchronized (this) {
            if (loop == null || thread == null) {
                return;
            }
            if (management != null) {
                management.close();
            }
            loop.stop();
            running = thread;
            stops = List.copyOf(beside);
        }
        stops.forEach(Runnable::run);
        try {
            running.join(STOP_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tracing.close();
        processMeters.close();
    }
}
