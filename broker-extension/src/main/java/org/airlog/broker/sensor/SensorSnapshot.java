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
import org.airlog.observation.sealing.Sealed;
import org.airlog.observation.sealing.UnopenedException;
import org.jspecify.annotations.Nullable;

/**
 * The registry in memory: what the records of {@code airlog.sensors}, applied in the order of their offsets, say of each
 * SUID.
 *
 * <p>A record counts only if it {@link SensorRecord#follows} the current registration; else it is void and changes
 * nothing, for every reader alike. What cannot be read is never taken for "unregistered":
 *
 * <ul>
 *   <li>a record whose secret does not open counts, and its SUID is {@link Sensor.Unreadable} until a later one opens;
 *   <li>bytes that are no record this program knows may have counted or not: the SUID that their key names is {@link
 *       Sensor.Unreadable} from then on, whatever follows, until a program that knows them replays the log.
 * </ul>
 *
 * <p>Any thread may read, without a lock; one thread at a time applies. A million registered sensors take some 170 MB.
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

    /** What is kept for a SUID, as small as can be. */
    interface Entry {
        Sensor sensor();
    }

    /** Where the bytes of a record could not be read: nothing that follows them can be judged. */
    private record Undecodable(Sensor sensor) implements Entry {}

    private record Plain(Sensor sensor) implements Entry {}

    private static final Sensor UNKNOWN = new Sensor.Unknown();
    private static final Entry UNSIGNED = new Plain(new Sensor.Unsigned());
    private static final String NO_KEY = "";

    private final SecretSeal secretSeal;
    private final ConcurrentHashMap<UUID, Entry> entries = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Integer> unopened = new ConcurrentHashMap<>();
    private volatile long undecodableRecords;

    /** An empty registry that opens secrets with {@code secretSeal}. */
    public SensorSnapshot(SecretSeal secretSeal) {
        this.secretSeal = secretSeal;
    }

    /** What is known of {@code suid}. */
    public Sensor find(Suid suid) {
        Entry entry = entries.get(suid.value());
        return entry == null ? UNKNOWN : entry.sensor();
    }

    /** Ids of the keys with which a sensor's secret is sealed that could not be opened; empty when all is well. */
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
        Entry current = entries.get(record.suid().value());
        if (current instanceof Undecodable) {
            return Outcome.UNDECIDED;
        }
        Sensor before = current == null ? UNKNOWN : current.sensor();
        if (!record.follows(before.registration())) {
            return Outcome.VOID;
        }
        put(record.suid(), before, entryOf(record));
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
        Sensor before = find(suid);
        put(suid, before, new Undecodable(new Sensor.Unreadable(before.registration(), before.generation(), NO_KEY)));
    }

    private Entry entryOf(SensorRecord record) {
        return switch (record.state()) {
            case UNSIGNED -> UNSIGNED;
            case REGISTERED -> registered(record);
            case REVOKED -> new Plain(new Sensor.Revoked(record.registration(), record.generation()));
        };
    }

    private Entry registered(SensorRecord record) {
        Sealed sealed = record.secret();
        if (sealed == null) {
            throw new IllegalStateException(
                    "a registered sensor without a secret"); // the record's constructor forbids it
        }
        String keyId;
        try {
            byte[] text = secretSeal.open(sealed, record);
            if (text.length > 0) {
                return new RegisteredEntry(record, text);
            }
            keyId = NO_KEY;
        } catch (UnopenedException e) {
            keyId = e.keyId();
        }
        return new Plain(new Sensor.Unreadable(record.registration(), record.generation(), keyId));
    }

    private void put(Suid suid, Sensor before, Entry entry) {
        entries.put(suid.value(), entry);
        if (before instanceof Sensor.Unreadable unreadable) {
            unopened.computeIfPresent(unreadable.keyId(), (id, sensors) -> sensors == 1 ? null : sensors - 1);
        }
        if (entry.sensor() instanceof Sensor.Unreadable unreadable
                && !unreadable.keyId().isEmpty()) {
            unopened.merge(unreadable.keyId(), 1, Integer::sum);
        }
    }
}
