package org.airlog.broker.intake.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.airlog.configuration.Rate;
import org.airlog.observation.Suid;

/**
 * What everybody has used of late, against what they may: all limits of one broker.
 *
 * <p>Takes what the monotonic clock says, in nanoseconds, and keeps at most {@value #PLACES} keys for each limit, 18 MB
 * in all. Limits of an address do not count where many share it: those are the calls without one. Thread-safe.
 *
 * <p>Other rules are other limits, made by {@link #changed}, which forget nothing of what was used.
 */
public final class Limits {

    /** More than can owe anything at the rates that a broker of its size takes at all. */
    static final int PLACES = 1 << 17;

    /** Of what is not limited, so that it never counts. */
    private static final Rate ANY = new Rate(1, Duration.ofSeconds(1), 1);

    /** Limits nothing. */
    public static final Limits UNLIMITED = new Limits(LimitRules.UNLIMITED, new SplittableRandom());

    private final LimitRules rules;
    private final Map<Limit, RateLimit> limits;
    private final FairShare newSensors;
    private final int places;
    private final RandomGenerator random;

    /** Nobody has used anything yet; {@code random} is as good as that of a secret. */
    public Limits(LimitRules rules, RandomGenerator random) {
        this.rules = rules;
        this.random = random;
        this.places = rules.isEnabled() ? PLACES : DebtTable.WAYS;
        this.limits = new EnumMap<>(Limit.class);
        rules.rates().forEach((limit, rate) -> {
            if (limit != Limit.NEW_SENSORS) {
                limits.put(limit, new RateLimit(rate, places, random));
            }
        });
        this.newSensors = new FairShare(rules.rates().getOrDefault(Limit.NEW_SENSORS, ANY), places, random);
    }

    private Limits(LimitRules rules, Map<Limit, RateLimit> limits, FairShare newSensors, Limits former) {
        this.rules = rules;
        this.limits = limits;
        this.newSensors = newSensors;
        this.places = former.places;
        this.random = former.random;
    }

    /** The limits of {@code next} from {@code now} on, to which is owed what is owed to these; see {@link RateLimit}. */
    public Limits changed(LimitRules next, long now) {
        if (places != PLACES || next.rates().isEmpty()) {
            return new Limits(next, random);
        }
        var changed = new EnumMap<Limit, RateLimit>(Limit.class);
        limits.forEach((limit, rate) -> changed.put(
                limit, rate.changed(Objects.requireNonNull(next.rates().get(limit)), now)));
        return new Limits(
                next, changed, newSensors.changed(next.rates().getOrDefault(Limit.NEW_SENSORS, ANY), now), this);
    }

    /** Whom to count {@code address} for; empty where many share it. */
    public Optional<ClientAddress> counted(String address) {
        return !rules.isEnabled() || rules.sharedAddresses().contain(address)
                ? Optional.empty()
                : Optional.of(ClientAddress.of(address));
    }

    /** A publish arrived; as all of its like, taken where the wait is {@code patience} at most, else not. */
    public Optional<Wait> publish(Optional<ClientAddress> address, Duration patience, long now) {
        return take(ofAddress(Limit.ADDRESS_PUBLISHES, address, 1), patience, now);
    }

    /** A registration was asked for. */
    public Optional<Wait> registration(Optional<ClientAddress> address, Duration patience, long now) {
        return take(ofAddress(Limit.REGISTRATIONS, address, 1), patience, now);
    }

    /** The signature of {@code suid} held. */
    public Optional<Wait> signedPublish(Suid suid, Duration patience, long now) {
        return take(List.of(new Charge(Limit.SENSOR_PUBLISHES, Key.of(suid), 1)), patience, now);
    }

    /** A signed payload holds {@code count} observations. */
    public Optional<Wait> signedObservations(Suid suid, int count, Duration patience, long now) {
        return take(List.of(new Charge(Limit.SENSOR_OBSERVATIONS, Key.of(suid), count)), patience, now);
    }

    /** An unsigned payload holds {@code count} observations; {@code suid} is empty where many share it. */
    public Optional<Wait> unsignedObservations(
            Optional<Suid> suid, Optional<ClientAddress> address, int count, Duration patience, long now) {
        var charges = new ArrayList<>(ofAddress(Limit.ADDRESS_UNSIGNED_OBSERVATIONS, address, count));
        suid.ifPresent(own -> charges.add(new Charge(Limit.UNSIGNED_OBSERVATIONS, Key.of(own), count)));
        return take(charges, patience, now);
    }

    /** Somebody uses a SUID unsigned for the first time. */
    public Optional<Wait> newSensor(Optional<ClientAddress> address, Duration patience, long now) {
        if (!rules.isEnabled()) {
            return Optional.empty();
        }
        List<Charge> own = ofAddress(Limit.ADDRESS_NEW_SENSORS, address, 1);
        Optional<Key> net = address.map(ClientAddress::net);
        Optional<Wait> wait = longer(longest(own, now), wait(Limit.NEW_SENSORS, newSensors.nanosToWait(net, now)));
        if (fits(wait, patience)) {
            own.forEach(charge -> limit(charge.limit()).charge(charge.key(), charge.amount(), now));
            newSensors.charge(net, now);
        }
        return wait;
    }

    /** How long {@code address} waits before another signature of {@code subject} is looked at. */
    public Optional<Wait> suspicion(Optional<ClientAddress> address, UUID subject, long now) {
        return address.flatMap(known -> wait(
                Limit.FAILED_SIGNATURES,
                limit(Limit.FAILED_SIGNATURES).nanosToWaitWhereKnown(known.key().with(subject), 1, now)));
    }

    /** A signature, or password, of {@code address} for {@code subject} failed. */
    public void failed(Optional<ClientAddress> address, UUID subject, long now) {
        address.ifPresent(known ->
                limit(Limit.FAILED_SIGNATURES).chargeAndPunish(known.key().with(subject), 1, now));
    }

    /** How many owe something to {@code limit}. */
    public int size(Limit limit, long now) {
        return limit == Limit.NEW_SENSORS ? newSensors.size(now) : limit(limit).size(now);
    }

    private record Charge(Limit limit, Key key, long amount) {}

    private static List<Charge> ofAddress(Limit limit, Optional<ClientAddress> address, long amount) {
        return address.map(known -> new Charge(limit, known.key(), amount)).stream()
                .toList();
    }

    /** All or nothing. */
    private Optional<Wait> take(List<Charge> charges, Duration patience, long now) {
        if (!rules.isEnabled()) {
            return Optional.empty();
        }
        Optional<Wait> wait = longest(charges, now);
        if (fits(wait, patience)) {
            charges.forEach(charge -> limit(charge.limit()).charge(charge.key(), charge.amount(), now));
        }
        return wait;
    }

    private static boolean fits(Optional<Wait> wait, Duration patience) {
        return wait.isEmpty() || wait.get().duration().compareTo(patience) <= 0;
    }

    private Optional<Wait> longest(List<Charge> charges, long now) {
        Optional<Wait> longest = Optional.empty();
        for (Charge charge : charges) {
            long nanos = limit(charge.limit()).nanosToWait(charge.key(), charge.amount(), now);
            longest = longer(longest, wait(charge.limit(), nanos));
        }
        return longest;
    }

    private static Optional<Wait> longer(Optional<Wait> one, Optional<Wait> other) {
        return one.isEmpty() || (other.isPresent() && other.get().isLongerThan(one.get())) ? other : one;
    }

    private static Optional<Wait> wait(Limit limit, long nanos) {
        return nanos == 0 ? Optional.empty() : Optional.of(new Wait(limit, Duration.ofNanos(nanos)));
    }

    private RateLimit limit(Limit limit) {
        return Objects.requireNonNull(limits.get(limit));
    }
}
