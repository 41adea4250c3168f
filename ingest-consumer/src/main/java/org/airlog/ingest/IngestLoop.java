package org.airlog.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.airlog.ingest.batch.Batch;
import org.airlog.ingest.batch.BatchPlan;
import org.airlog.ingest.batch.Decoded;
import org.airlog.ingest.batch.Decoder;
import org.airlog.ingest.batch.LaterVersionException;
import org.airlog.ingest.batch.LogPartition;
import org.airlog.ingest.batch.LoggedRecord;
import org.airlog.ingest.batch.ParkingUnavailableException;
import org.airlog.ingest.kafka.LogUnavailableException;
import org.airlog.ingest.kafka.RecordSource;
import org.airlog.ingest.kafka.RegistryLookup;
import org.airlog.ingest.management.IngestMeters;
import org.airlog.ingest.timescale.FencedException;
import org.airlog.ingest.timescale.Store;
import org.airlog.ingest.timescale.StoreUnavailableException;
import org.airlog.observation.Payload;
import org.airlog.observation.sealing.UnopenedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Read, decode, store, again and again.
 *
 * <p>There is one way out of every trouble that may pass: forget what was read, ask the database where it stands, go on
 * there. So a batch is never half done and never done twice, whatever was going on. Between attempts the partitions are
 * paused and polled, so that the consumer stays in its group. What cannot pass by waiting ends the loop with an
 * exception.
 *
 * <p>Runs in one thread, and stores in a second one ({@link BatchWriter}); {@link #isReading} and {@link #stop} are for all.
 */
final class IngestLoop {

    private static final Logger log = LoggerFactory.getLogger(IngestLoop.class);

    private static final Duration LONGEST_POLL = Duration.ofSeconds(1);
    /** While partitions are paused a poll waits for nothing. */
    private static final Duration SHORTEST_POLL = Duration.ofMillis(50);

    private final RecordSource source;
    private final RegistryLookup registry;
    private final Decoder decoder;
    private final Store store;
    private final IngestMeters meters;
    private final BatchWriter writer;
    private final Pace pace = new Pace();
    private final Backoff backoff = new Backoff();
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile boolean isReading;

    IngestLoop(
            RecordSource source,
            RegistryLookup registry,
            Decoder decoder,
            Store store,
            IngestMeters meters,
            BatchTraces traces) {
        this.source = source;
        this.registry = registry;
        this.decoder = decoder;
        this.store = store;
        this.meters = meters;
        this.writer = new BatchWriter(store, meters, traces);
    }

    /** Runs until {@link #stop}, or until something happens that waiting does not mend. */
    void run() {
        try (writer) {
            runUntilStopped();
        }
        isReading = false;
    }

    private void runUntilStopped() {
        boolean isMigrated = false;
        source.subscribe(writer::await);
        while (stop.getCount() > 0) {
            try {
                if (isMigrated) {
                    readAndStore();
                } else if (backoff.remaining().isZero()) {
                    meters.storesIn(store.migrate().edition().label());
                    isMigrated = true;
                } else {
                    // Nothing is placed yet, so nothing is read: only the group learns that we are alive.
                    source.poll(pollLimit());
                }
            } catch (StoreUnavailableException e) {
                retry("database", "the database cannot store now: waiting", e, e.needsPerson());
            } catch (ParkingUnavailableException e) {
                retry("parking", "what must be parked cannot be: waiting", e, false);
            } catch (LogUnavailableException e) {
                retry("kafka", "Kafka does not answer: waiting", e, false);
            } catch (UnopenedException e) {
                retry("key", "a position cannot be opened, see airlog.sealing.keys: waiting for its key", e, true);
            } catch (FencedException e) {
                retry("fenced", "another consumer has gone on with a partition: looking where it stands", e, false);
            }
        }
    }

    /** Lets {@link #run} return after the batch under way. */
    void stop() {
        stop.countDown();
        source.wakeUp();
    }

    /** Whether every partition of this consumer has been placed and is being read, and nothing is being waited for. */
    boolean isReading() {
        return isReading;
    }

    private void readAndStore()
            throws StoreUnavailableException, FencedException, ParkingUnavailableException, LogUnavailableException,
                    UnopenedException {
        rest();
        boolean wasReading = source.isReading();
        // While one batch is being stored the next is gathered; where there is none, the one that is stored is waited
        // for.
        List<LoggedRecord> records = source.poll(writer.isBusy() ? Duration.ZERO : pollLimit());
        boolean mustPlace = source.hasUnplaced() && backoff.remaining().isZero();
        if (records.isEmpty() || mustPlace) {
            settle();
        }
        if (mustPlace) {
            source.place(store.positions(source.beginnings()));
            meters.databaseAnswered();
        }
        if (records.isEmpty() && wasReading) {
            backoff.reset();
        }
        isReading = source.isReading() && backoff.isReset();
        if (isReading) {
            meters.goesOn();
        }
        meters.lag(source.lags());
        if (!records.isEmpty()) {
            store(records, Instant.now());
        }
    }

    private void store(List<LoggedRecord> records, Instant readAt)
            throws StoreUnavailableException, FencedException, ParkingUnavailableException, LogUnavailableException,
                    UnopenedException {
        var held = new TreeMap<LogPartition, LaterVersionException>();
        List<Batch> batches = BatchPlan.of(decode(records, held), source.positions());
        boolean goesOn = held.isEmpty() && !source.hasUnplaced();
        for (Batch batch : batches) {
            if (settle() && goesOn) {
                backoff.reset();
            }
            pace.begins(source.leavesMore());
            writer.begin(batch, readAt);
            source.taken(batch.spans());
        }
        if (!held.isEmpty()) {
            settle();
            hold(held);
        }
    }

    /** Waits for the batch under way; returns whether there was one, which then is stored. */
    private boolean settle() throws StoreUnavailableException, FencedException, ParkingUnavailableException {
        Optional<Batch> stored = writer.settle();
        stored.ifPresent(batch -> source.stored(batch.spans()));
        return stored.isPresent();
    }

    /** Transactions that follow one another closely would each carry little and cost as much as one that carries a lot. */
    private void rest() {
        try {
            var unused = stop.await(pace.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    /** Others are read on; the partitions that are held are looked at again after a pause, in vain as long as this release runs. */
    private void hold(Map<LogPartition, LaterVersionException> held) {
        isReading = false;
        meters.retried("version");
        source.hold(held.keySet());
        Duration pause = backoff.lengthen();
        held.values().forEach(cause -> log.atError()
                .addKeyValue("pause", pause)
                .setCause(cause)
                .log("a record of a later version: its partition waits for a consumer that reads it"));
    }

    /** Up to the first record of each partition that only a later release reads, which is noted in {@code held}. */
    private List<Decoded> decode(List<LoggedRecord> records, Map<LogPartition, LaterVersionException> held)
            throws UnopenedException, LogUnavailableException {
        try {
            return decode(records, Map.of(), held);
        } catch (UnopenedException missing) {
            Set<Payload> wanted = decoder.wanted(records);
            if (wanted.isEmpty()) {
                throw missing;
            }
            // A key may have been retired, once all was sealed anew that it had sealed: further on in the registry.
            return decode(records, registry.find(wanted), held);
        }
    }

    private List<Decoded> decode(
            List<LoggedRecord> records, Map<Payload, Payload> renewals, Map<LogPartition, LaterVersionException> held)
            throws UnopenedException {
        var decoded = new ArrayList<Decoded>(records.size());
        for (LoggedRecord record : records) {
            if (!held.containsKey(record.partition())) {
                try {
                    decoded.add(decoder.decode(record, renewals));
                } catch (LaterVersionException later) {
                    held.put(record.partition(), later);
                }
            }
        }
        return decoded;
    }

    private Duration pollLimit() {
        return source.isReading() ? LONGEST_POLL : SHORTEST_POLL;
    }

    private void retry(String waitsFor, String what, Exception cause, boolean needsPerson) {
        isReading = false;
        try {
            settle();
        } catch (StoreUnavailableException | FencedException | ParkingUnavailableException alsoForgotten) {
            cause.addSuppressed(alsoForgotten);
        }
        meters.retried(waitsFor);
        source.rewind();
        Duration pause = backoff.lengthen();
        (needsPerson ? log.atError() : log.atWarn())
                .addKeyValue("pause", pause)
                .setCause(cause)
                .log(what);
    }
}
