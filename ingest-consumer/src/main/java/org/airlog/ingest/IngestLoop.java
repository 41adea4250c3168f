package org.airlog.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.airlog.ingest.batch.Batch;
import org.airlog.ingest.batch.BatchPlan;
import org.airlog.ingest.batch.Decoded;
import org.airlog.ingest.batch.Decoder;
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
    private final Backoff backoff = new Backoff();
    private volatile boolean isStopping;
    private volatile boolean isReading;

    IngestLoop(RecordSource source, RegistryLookup registry, Decoder decoder, Store store, IngestMeters meters) {
        this.source = source;
        this.registry = registry;
        this.decoder = decoder;
        this.store = store;
        this.meters = meters;
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
                    store.migrate();
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
        for (Batch batch : BatchPlan.of(decode(records), source.positions())) {
            meters.stored(store.write(batch), newest(batch));
            source.stored(batch.spans());
        }
        backoff.reset();
    }

    private List<Decoded> decode(List<LoggedRecord> records) throws UnopenedException, LogUnavailableException {
        try {
            return decode(records, Map.of());
        } catch (UnopenedException missing) {
            Set<Payload> wanted = decoder.wanted(records);
            if (wanted.isEmpty()) {
                throw missing;
            }
            // A key may have been retired, once all was sealed anew that it had sealed: further on in the registry.
            return decode(records, registry.find(wanted));
        }
    }

    private List<Decoded> decode(List<LoggedRecord> records, Map<Payload, Payload> renewals) throws UnopenedException {
        var decoded = new ArrayList<Decoded>(records.size());
        for (LoggedRecord record : records) {
            decoded.add(decoder.decode(record, renewals));
        }
        return decoded;
    }

    private static Instant newest(Batch batch) {
        return batch.observed().stream()
                .map(record -> record.content().receivedAt())
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
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
