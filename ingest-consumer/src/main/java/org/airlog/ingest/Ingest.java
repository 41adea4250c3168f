package org.airlog.ingest;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.airlog.ingest.batch.Decoder;
import org.airlog.ingest.kafka.DeadLetters;
import org.airlog.ingest.kafka.RecordSource;
import org.airlog.ingest.kafka.RegistryLookup;
import org.airlog.ingest.management.ForwardMeters;
import org.airlog.ingest.management.IngestMeters;
import org.airlog.ingest.management.Management;
import org.airlog.ingest.management.RollupMeters;
import org.airlog.ingest.opensensemap.Forwarder;
import org.airlog.ingest.timescale.Rollups;
import org.airlog.ingest.timescale.Store;
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
 * <p>A {@link Trimmer} deletes from the log what nobody needs any more, and a {@link RollupJob} counts by hour and day. Where it is configured, a {@link Forwarder} runs
 * beside it: in the same process, with a consumer group and a thread of its own, and with no say in how the consumer fares.
 */
public final class Ingest implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Ingest.class);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final IngestConfig config;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private @Nullable IngestLoop loop;
    private @Nullable Thread thread;
    private @Nullable Forwarder forwarder;
    private @Nullable Trimmer trimmer;
    private @Nullable RollupJob rollupJob;
    private @Nullable Management management;

    /** Remembers the configuration. */
    public Ingest(IngestConfig config) {
        this.config = config;
    }

    /**
     * Begins, once, in a thread of its own; throws where the port for operators cannot be had, or no client can be made for
     * Kafka because nothing knows the names of its servers or a property is no good, and then leaves nothing running.
     */
    public synchronized void start() throws IOException {
        if (thread != null) {
            throw new IllegalStateException("already started");
        }
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var meters = new IngestMeters(registry);
        management = Management.listen(config.management(), () -> meters.readiness(isReading()), registry);
        RecordSource source;
        try {
            source = new RecordSource(config.kafka(), config.batchRecords());
        } catch (IOException e) {
            management.close();
            throw e;
        }
        var deadLetters = new DeadLetters(config.kafka());
        var store = new Store(config.database(), config.seal(), deadLetters);
        var running =
                new IngestLoop(source, new RegistryLookup(config.kafka()), new Decoder(config.seal()), store, meters);
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
        trimmer = new Trimmer(config, InstantSource.system(), meters);
        trimmer.start();
        rollupJob = new RollupJob(new Rollups(config.database()), new RollupMeters(registry, System::nanoTime));
        rollupJob.start();
        if (config.forwarding() != null) {
            forwarder = new Forwarder(config.forwarding(), config.kafka(), config.seal());
            forwarder.start();
            new ForwardMeters(registry, forwarder.counts()).register();
        }
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
        Forwarder beside;
        Trimmer trimming;
        RollupJob counting;
        synchronized (this) {
            if (loop == null || thread == null) {
                return;
            }
            if (management != null) {
                management.close();
            }
            loop.stop();
            running = thread;
            beside = forwarder;
            trimming = trimmer;
            counting = rollupJob;
        }
        if (counting != null) {
            counting.close();
        }
        if (trimming != null) {
            trimming.close();
        }
        if (beside != null) {
            beside.close();
        }
        try {
            running.join(STOP_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
