package org.airlog.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.airlog.ingest.batch.Batch;
import org.airlog.ingest.batch.BatchPlan;
import org.airlog.ingest.batch.Decoded;
import org.airlog.ingest.batch.Decoded.Observed;
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
import org.airlog.tracing.Step;
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
 * <p>Runs in one thread; {@link #isReading} and {@link #stop} are for all.
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
    private final BatchTraces traces;
    private final Backoff backoff = new Backoff();
    private volatile boolean isStopping;
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
        this.traces = traces;
    }

    /** Runs until {@link #stop}, or until something happens that waiting does not mend. */
    void run() {
        boolean isMigrated = false;
        source.subscribe();
        while (!isStopping) {
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
        isReading = false;
    }

    /** Lets {@link #run} return after the batch under way. */
    void stop() {
        isStopping = true;
        source.wakeUp();
    }

    /** Whether every partition of this consumer has been placed and is being read, and nothing is being waited for. */
    boolean isReading() {
        return isReading;
    }

    private void readAndStore()
            throws StoreUnavailableException, FencedException, ParkingUnavailableException, LogUnavailableException,
                    UnopenedException {
        boolean wasReading = source.isReading();
        List<LoggedRecord> records = source.poll(pollLimit());
        if (source.hasUnplaced() && backoff.remaining().isZero()) {
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
        if (records.isEmpty()) {
            return;
        }
        Instant readAt = Instant.now();
        var held = new TreeMap<LogPartition, LaterVersionException>();
        for (Batch batch : BatchPlan.of(decode(records, held), source.positions())) {
            write(batch, readAt);
            source.stored(batch.spans());
        }
        if (!held.isEmpty()) {
            hold(held);
        } else if (!source.hasUnplaced()) {
            backoff.reset();
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

    private void write(Batch batch, Instant readAt)
            throws StoreUnavailableException, FencedException, ParkingUnavailableException {
        BatchTraces.Storing storing = traces.begin(batch, readAt);
        boolean isStored = false;
        try {
            meters.stored(store.write(batch), received(batch));
            isStored = true;
        } finally {
            if (!isStored) {
                storing.failed();
            }
        }
        storing.stored();
        for (Observed record : batch.observed()) {
            if (record.origin().trace() != null) {
                Step trace = storing.of(record);
                meters.told(record.content().receivedAt(), trace);
                trace.end();
            }
        }
    }

    /** When the door took what is in no trace. */
    private static List<Instant> received(Batch batch) {
        return batch.observed().stream()
                .filter(record -> record.origin().trace() == null)
                .map(record -> record.content().receivedAt())
                .toList();
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
        meters.retried(waitsFor);
        source.rewind();
        Duration pause = backoff.lengthen();
        (needsPerson ? log.atError() : log.atWarn())
                .addKeyValue("pause", pause)
                .setCause(cause)
                .log(what);
    }
}
