package org.airlog.broker.intake;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.intake.limit.ClientAddress;
import org.airlog.broker.intake.limit.Limits;
import org.airlog.broker.intake.limit.Wait;
import org.airlog.observation.Suid;
import org.jspecify.annotations.Nullable;

/**
 * What one publish uses of the {@link Limits}: each of them once, however often it is judged.
 *
 * <p>A publish that is over a limit by no more than its sender's patience goes on and owes a {@link #wait}, for which its
 * acknowledgement is held back; by more, it is refused. For one publish, hence for one thread after the other; any may
 * ask what is owed.
 */
public final class Toll {

    private enum Part {
        PUBLISH,
        SIGNED_PUBLISH,
        OBSERVATIONS,
        NEW_SENSOR
    }

    private final Limits limits;
    private final Principal principal;
    private final Optional<ClientAddress> address;
    private final Duration patience;
    private final Set<Part> paid = EnumSet.noneOf(Part.class);
    private volatile @Nullable Wait owed;

    /** The toll of a publish from {@code origin}; {@code patience} is the longest wait that it may owe. */
    public Toll(Limits limits, Origin origin, Duration patience) {
        this.limits = limits;
        this.principal = origin.principal();
        this.address = limits.counted(origin.address());
        this.patience = patience;
    }

    /** What its acknowledgement is held back for: the longest of all that is owed. */
    public Optional<Wait> owed() {
        return Optional.ofNullable(owed);
    }

    /** What stands against a publish at all. */
    Optional<Rejected> publish(Moment now) {
        return once(Part.PUBLISH, () -> limits.publish(address, patience, now.nanos()));
    }

    /** What stands against a request to the registry; operators, and the portal for them, may ask all they like. */
    public Optional<Rejected> request(Moment now) {
        return isTrusted() ? Optional.empty() : publish(now);
    }

    /** What stands against a registration, granted or not: claim codes can be guessed. */
    public Optional<Rejected> registration(Moment now) {
        return isTrusted()
                ? Optional.empty()
                : publish(now).or(() -> objection(limits.registration(address, patience, now.nanos())));
    }

    /** What stands against looking at a proof of {@code suid}: its like have failed too often. */
    Optional<Rejected> suspicion(Suid suid, Moment now) {
        return limits.suspicion(address, suid.value(), now.nanos()).map(Rejected::of);
    }

    /** A proof of {@code suid} has failed. */
    void failed(Suid suid, Moment now) {
        limits.failed(address, suid.value(), now.nanos());
    }

    /** The same of an upload's: which SUID it is of is known by the salt that made its hash, hence not where none did. */
    Optional<Rejected> suspicion(UploadQuery query, Moment now) {
        return suspicion(subject(query), now);
    }

    void failed(UploadQuery query, Moment now) {
        failed(subject(query), now);
    }

    /** The same of a dialect's password or token. */
    Optional<Rejected> suspicion(PublishTopic.Dialect topic, Moment now) {
        return suspicion(subject(topic.canonical()), now);
    }

    void failed(PublishTopic.Dialect topic, Moment now) {
        failed(subject(topic.canonical()), now);
    }

    /** What stands against one more publish that {@code suid} has signed. */
    Optional<Rejected> signedPublish(Suid suid, Moment now) {
        return once(Part.SIGNED_PUBLISH, () -> limits.signedPublish(suid, patience, now.nanos()));
    }

    /** What stands against {@code count} observations that {@code suid} has signed. */
    Optional<Rejected> signedObservations(Suid suid, int count, Moment now) {
        return once(Part.OBSERVATIONS, () -> limits.signedObservations(suid, count, patience, now.nanos()));
    }

    /** What stands against {@code count} observations that nobody signed; {@code suid} is empty where many share it. */
    Optional<Rejected> unsignedObservations(Optional<Suid> suid, int count, Moment now) {
        return once(Part.OBSERVATIONS, () -> limits.unsignedObservations(suid, address, count, patience, now.nanos()));
    }

    /** What stands against a SUID that nobody has used before. */
    Optional<Rejected> newSensor(Moment now) {
        return once(Part.NEW_SENSOR, () -> limits.newSensor(address, patience, now.nanos()));
    }

    private boolean isTrusted() {
        return principal == Principal.OPERATOR || principal == Principal.PORTAL;
    }

    private Optional<Rejected> once(Part part, Supplier<Optional<Wait>> limit) {
        return paid.add(part) ? objection(limit.get()) : Optional.empty();
    }

    private Optional<Rejected> objection(Optional<Wait> wait) {
        if (wait.isEmpty() || wait.get().duration().compareTo(patience) > 0) {
            return wait.map(Rejected::of);
        }
        Wait known = owed;
        if (known == null || wait.get().duration().compareTo(known.duration()) > 0) {
            owed = wait.get();
        }
        return Optional.empty();
    }

    private static Suid subject(UploadQuery query) {
        return query instanceof UploadQuery.Named named ? named.suid() : subject("upload");
    }

    private static Suid subject(String name) {
        return new Suid(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }
}
