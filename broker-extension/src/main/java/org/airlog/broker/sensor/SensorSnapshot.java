package org.airlog.broker.sensor;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.airlog.observation.Refusal;
import org.airlog.observation.Suid;
import org.airlog.observation.UuidBytes;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecordCodec;
import org.jspecify.annotations.Nullable;

/**
 * The registry in memory: what the records of {@code airlog.sensors}, applied in the order of their offsets, say of each
 * SUID.
 *
 * <p>A record counts only if it {@link SensorRecord#follows} the current registration; else it is void and changes
 * nothing, for every reader alike. A marker leaves the registration current and adds to its {@link Standing}. What cannot
 * be read is never taken for "unregistered":
 *
 * <ul>
 *   <li>a record whose secret does not open counts, and its SUID is {@link Sensor.Unreadable} until a later one opens;
 *   <li>bytes that are no record this program knows may have counted or not: the SUID that their key names is {@link
 *       Sensor.Unreadable} from then on, whatever follows, until a program that knows them replays the log.
 * </ul>
 *
 * <p>Any thread may read, without a lock; one thread at a time applies. A million registered sensors take some 180 MB.
 */
public final class SensorSnapshot {

    /** What a record meant for its sensor. */
    public enum Outcome {
        /** It followed the current registration: from here on it is the sensor's state. */
        COUNTS,
        /** Another step came first: it changed nothing. */
        VOID,
        /** It could not be read, or what came before it could not. */
        UNDECIDED
    }

    private static final Sensor UNKNOWN = new Sensor.Unknown();
    private static final String NO_KEY = "";

    private final Steps steps;
    private final ConcurrentHashMap<UUID, Entry> entries = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Integer> unopened = new ConcurrentHashMap<>();
    private volatile long undecodableRecords;

    /** An empty registry that opens secrets with {@code secretSeal}. */
    public SensorSnapshot(SecretSeal secretSeal) {
        this.steps = new Steps(secretSeal);
    }

    /** What is known of {@code suid}. */
    public Sensor find(Suid suid) {
        Entry entry = entries.get(suid.value());
        return entry == null ? UNKNOWN : entry.sensor();
    }

    /** Ids of the keys with which a sensor's secret or claim code is sealed that could not be opened; empty when all is well. */
    public Set<String> missingKeyIds() {
        return Set.copyOf(unopened.keySet());
    }

    /** Records so far that could not be decoded; anything but 0 wants a person. */
    public long undecodableRecords() {
        return undecodableRecords;
    }

    /** How many SUIDs are known. */
    public int size() {
        return entries.size();
    }

    /** Applies the next record of the log; null for {@code value} is a tombstone, which no part of Airlog writes. */
    public Outcome apply(byte[] key, byte @Nullable [] value) {
        Optional<SensorRecord> decoded = decode(key, value);
        if (decoded.isEmpty()) {
            undecodable(key);
            return Outcome.UNDECIDED;
        }
        SensorRecord record = decoded.get();
        Entry before = entries.getOrDefault(record.suid().value(), Entry.Unregistered.UNKNOWN);
        if (before instanceof Entry.Undecodable) {
            return Outcome.UNDECIDED;
        }
        if (!steps.counts(record, before)) {
            return Outcome.VOID;
        }
        put(record.suid(), before, steps.after(record, before));
        return Outcome.COUNTS;
    }

    private static Optional<SensorRecord> decode(byte[] key, byte @Nullable [] value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            SensorRecord record = SensorRecordCodec.decode(value);
            return Arrays.equals(record.key(), key) ? Optional.of(record) : Optional.empty();
        } catch (Refusal notARecord) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread applies
    private void undecodable(byte[] key) {
        undecodableRecords++;
        if (key.length != 2 * UuidBytes.LENGTH) {
            return;
        }
        var suid = Suid.ofBytes(Arrays.copyOf(key, UuidBytes.LENGTH));
        Entry before = entries.getOrDefault(suid.value(), Entry.Unregistered.UNKNOWN);
        Sensor known = before.sensor();
        put(
                suid,
                before,
                new Entry.Undecodable(new Sensor.Unreadable(known.registration(), known.generation(), NO_KEY)));
    }

    private void put(Suid suid, Entry before, Entry entry) {
        entries.put(suid.value(), entry);
        before.missingKeyIds()
                .forEach(keyId -> unopened.computeIfPresent(keyId, (id, sensors) -> sensors == 1 ? null : sensors - 1));
        entry.missingKeyIds().forEach(keyId -> unopened.merge(keyId, 1, Integer::sum));
    }
}
