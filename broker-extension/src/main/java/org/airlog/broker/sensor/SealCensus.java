package org.airlog.broker.sensor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.airlog.observation.Refusal;
import org.airlog.observation.Suid;
import org.airlog.observation.UuidBytes;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecord.State;
import org.airlog.observation.codec.SensorRecordCodec;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.Sealed;
import org.airlog.observation.sealing.UnopenedException;
import org.jspecify.annotations.Nullable;

/**
 * Which keys the registry still needs: one reading of its log from the beginning, for some of its SUIDs.
 *
 * <p>Needed are the secret that signs, the one before while that is kept, the claim code, and the location of every
 * registration that counted, as a new database is filled from them. Secrets that have stopped are left to die with their
 * key. Keeps the records that carry a seal in memory. For one thread; does no I/O.
 */
public final class SealCensus {

    private final Seal seal;
    private final Steps steps;
    private final Predicate<Suid> isOurs;
    private final Map<Suid, Life> lives = new HashMap<>();

    /** Nothing read yet; looks at SUIDs that are {@code isOurs}, and opens and seals with {@code seal}. */
    public SealCensus(Seal seal, Predicate<Suid> isOurs) {
        this.seal = seal;
        this.steps = new Steps(new SecretSeal(seal));
        this.isOurs = isOurs;
    }

    /**
     * The next record of the log. Of a SUID with one that cannot be read nothing is sealed anew, as nobody can say what
     * counts; what it was known to need before is still counted.
     */
    public void apply(byte[] key, byte @Nullable [] value) {
        try {
            SensorRecord record = SensorRecordCodec.decode(value == null ? new byte[0] : value);
            if (isOurs.test(record.suid())) {
                life(record.suid()).apply(record);
            }
        } catch (Refusal notARecord) {
            if (key.length == 2 * UuidBytes.LENGTH) {
                var suid = Suid.ofBytes(Arrays.copyOf(key, UuidBytes.LENGTH));
                if (isOurs.test(suid)) {
                    life(suid).isReadable = false;
                }
            }
        }
    }

    private Life life(Suid suid) {
        return lives.computeIfAbsent(suid, first -> new Life());
    }

    /** How many steps with something sealed that is needed there are, by the key id that it is sealed with. */
    public Map<String, Integer> use() {
        var use = new TreeMap<String, Integer>();
        lives.values().stream().flatMap(Life::needs).forEach(need -> need.keyIds()
                .forEach(id -> use.merge(id, 1, Integer::sum)));
        return use;
    }

    /** The records that bring under the current key what is needed and is not: to be written, in any order. */
    public List<SensorRecord> renewals(Instant now) {
        String current = seal.currentKeyId();
        var renewals = new ArrayList<SensorRecord>();
        lives.values().stream()
                .filter(life -> life.isReadable)
                .flatMap(Life::needs)
                .filter(need -> !need.keyIds().allMatch(current::equals))
                .forEach(need -> renewal(need, now).ifPresent(renewals::add));
        return renewals;
    }

    /** Empty where a key is missing here. */
    private Optional<SensorRecord> renewal(Need need, Instant now) {
        SensorRecord step = need.step();
        byte[] key = SensorRecord.key(step.suid(), SensorRecord.resealedId(step.suid(), step.registration()));
        try {
            return Optional.of(SensorRecord.resealed(
                    step, anew(need.secret(), need.carrier(), key), anew(need.location(), need.carrier(), key), now));
        } catch (UnopenedException missing) {
            return Optional.empty();
        }
    }

    private @Nullable Sealed anew(@Nullable Sealed sealed, SensorRecord carrier, byte[] key) throws UnopenedException {
        return sealed == null ? null : seal.sealAnew(sealed, carrier.key(), key);
    }

    /**
     * A step, what is needed of it, and the record that has it.
     *
     * @param secret null where it is not needed
     * @param location null where there is none
     */
    private record Need(SensorRecord step, SensorRecord carrier, @Nullable Sealed secret, @Nullable Sealed location) {

        Stream<String> keyIds() {
            return Stream.of(secret, location)
                    .filter(Objects::nonNull)
                    .map(Sealed::keyId)
                    .distinct();
        }
    }

    /** The life of one SUID as far as it has been read. */
    private final class Life {

        private Entry entry = Entry.Unregistered.UNKNOWN;
        /** Steps that counted and carry something sealed, by their id. */
        private final Map<UUID, SensorRecord> sealedSteps = new HashMap<>();
        /** Their last renewals, by the step's id. */
        private final Map<UUID, SensorRecord> renewed = new HashMap<>();

        private @Nullable UUID claimStep;
        private boolean isReadable = true;

        void apply(SensorRecord record) {
            if (!isReadable || !steps.counts(record, entry)) {
                return;
            }
            entry = steps.after(record, entry);
            if (record.state() == State.RESEALED) {
                renewed.put(record.replaces(), record);
            } else if (record.secret() != null || record.location() != null) {
                sealedSteps.put(record.registration(), record);
            }
            if (record.state() == State.PROVISIONED) {
                claimStep = record.registration();
            }
        }

        Stream<Need> needs() {
            return sealedSteps.values().stream()
                    .map(this::need)
                    .filter(need -> need.secret() != null || need.location() != null);
        }

        private Need need(SensorRecord step) {
            UUID id = step.registration();
            FormerSecret former = entry.former();
            boolean needsSecret = id.equals(entry.secretStep())
                    || (former != null && id.equals(former.step()))
                    || (id.equals(claimStep) && entry.standing().claim() != null);
            SensorRecord renewal = renewed.get(id);
            SensorRecord carrier = renewal != null && (renewal.secret() != null || !needsSecret) ? renewal : step;
            return new Need(step, carrier, needsSecret ? carrier.secret() : null, carrier.location());
        }
    }
}
