package org.airlog.ingest;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.airlog.ingest.batch.Decoder;
import org.airlog.ingest.kafka.DeadLetters;
import org.airlog.ingest.kafka.RecordSource;
import org.airlog.ingest.kafka.RegistryLookup;
import org.airlog.ingest.opensensemap.Forwarder;
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
 * <p>Where it is configured, a {@link Forwarder} runs beside it: in the same process, with a consumer group and a thread of
 * its own, and with no say in how the consumer fares.
 */
public final class Ingest implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Ingest.class);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final IngestConfig config;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private @Nullable IngestLoop loop;
    private @Nullable Thread thread;
    private @Nullable Forwarder forwarder;

    /** Remembers the configuration. */
    public Ingest(IngestConfig config) {
        this.config = config;
    }

    /** Begins, once, in a thread of its own. */
    public synchronized void start() {
        if (thread != null) {
            throw new IllegalStateException("already started");
        }
        var source = new RecordSource(config.kafka(), config.batchRecords());
        var deadLetters = new DeadLetters(config.kafka());
        var store = new Store(config.database(), config.seal(), deadLetters);
        var running = new IngestLoop(source, new RegistryLookup(config.kafka()), new Decoder(config.seal()), store);
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
        if (config.forwarding() != null) {
            forwarder = new Forwarder(config.forwarding(), config.kafka(), config.seal());
            forwarder.start();
        }
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
        synchronized (this) {
            if (loop == null || thread == null) {
                return;
            }
            loop.stop();
            running = thread;
            beside = forwarder;
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
