package org.airlog.ingest.opensensemap;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.airlog.ingest.batch.Decoder;
import org.airlog.ingest.kafka.KafkaAddress;
import org.airlog.ingest.kafka.LogLostException;
import org.airlog.ingest.kafka.UploadLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards uploads to the openSenseMap, once. This class is the whole wiring.
 *
 * <p>It has a consumer group and a thread of its own and needs no database, so that whatever happens here the sink goes on.
 * It waits for Kafka and the openSenseMap for ever; after a fault of its own it begins anew a minute later, and says so each
 * time. Several forwarders share the partitions of the log between them.
 */
public final class Forwarder implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Forwarder.class);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ForwardingConfig config;
    private final KafkaAddress kafka;
    private final Decoder decoder;
    private final Pace pace;
    private final Runnable onConfirmed;
    private final ForwardCounts counts = new ForwardCounts();
    private final CountDownLatch stop = new CountDownLatch(1);
    private @Nullable Thread thread;

    /** Remembers the configuration. */
    public Forwarder(ForwardingConfig config, KafkaAddress kafka, Decoder decoder) {
        this(config, kafka, decoder, Pace.USUAL, () -> {});
    }

    /** With another patience; {@code onConfirmed} runs after each confirmation, before it is committed. */
    Forwarder(ForwardingConfig config, KafkaAddress kafka, Decoder decoder, Pace pace, Runnable onConfirmed) {
        this.config = config;
        this.kafka = kafka;
        this.decoder = decoder;
        this.pace = pace;
        this.onConfirmed = onConfirmed;
    }

    /** Begins, once, in a thread of its own; what has been logged before is not forwarded the first time. */
    public synchronized void start() {
        if (thread != null) {
            throw new IllegalStateException("already started");
        }
        Instant startedAt = Instant.now();
        thread = new Thread(() -> run(startedAt), "airlog-opensensemap");
        thread.start();
        log.atInfo().addKeyValue("api", config.api()).log("uploads are forwarded to the openSenseMap");
    }

    /** What has been forwarded since {@link #start}. */
    public ForwardCounts counts() {
        return counts;
    }

    /**
     * Finishes the request under way, breaks it off after 10 s, and leaves the group; waits for at most 20 s. A second call
     * does nothing.
     */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            stop.countDown();
            running = thread;
        }
        if (running == null) {
            return;
        }
        try {
            running.join(PATIENCE.toMillis());
            if (running.isAlive()) {
                running.interrupt();
                running.join(PATIENCE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Instant startedAt) {
        while (!isStopping()) {
            try {
                forward(startedAt);
            } catch (InterruptedException e) {
                break; // only close() interrupts
            } catch (LogLostException e) {
                log.atError().setCause(e).log("nothing is forwarded to the openSenseMap");
            } catch (RuntimeException e) {
                if (isStopping()) {
                    log.atWarn().setCause(e).log("forwarding to the openSenseMap was broken off");
                    break;
                }
                log.atError().setCause(e).log("forwarding to the openSenseMap has failed and begins anew");
            } catch (Error e) {
                log.atError().setCause(e).log("forwarding to the openSenseMap has ended");
                throw e;
            }
            try {
                if (stop.await(pace.restartPause().toMillis(), TimeUnit.MILLISECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                break;
            }
        }
    }

    private void forward(Instant startedAt) throws InterruptedException {
        var clock = InstantSource.system();
        var api = new Api(config.api(), pace.answerLimit(), clock);
        var account = new Account(api, config.email(), config.password(), clock);
        var delivery = new Delivery(config, api, new Boxes(account, clock));
        var pause = new RetryPause(pace.shortestPause(), pace.longestPause());
        try (var source = new UploadLog(kafka, startedAt)) {
            new ForwardingLoop(source, decoder, delivery, counts, pause, this::isStopping, onConfirmed).run();
        }
    }

    private boolean isStopping() {
        return stop.getCount() == 0;
    }
}
