package org.airlog.broker.sensor;

import java.util.UUID;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecord.Succession;
import org.jspecify.annotations.Nullable;

/**
 * What steps of the registry mean for the sensor that they name: which count, and what it is after one that does. The same
 * for every reader, whatever keys it has: a secret that does not open here has its step's id all the same. Immutable.
 */
final class Steps {

    private final SecretSeal secretSeal;

    Steps(SecretSeal secretSeal) {
        this.secretSeal = secretSeal;
    }

    /** Whether {@code record} counts for a sensor that is {@code before}. */
    boolean counts(SensorRecord record, Entry before) {
        return switch (record.state()) {
            // Says nothing that was not said before, and so comes neither too early nor too late.
            case RESEALED -> true;
            case USED, REKEYED ->
                record.follows(before.sensor().registration())
                        && record.secretOf().equals(before.secretStep());
            case UNSIGNED, REGISTERED, REVOKED, RELEASED, PROVISIONED, ROTATED ->
                record.follows(before.sensor().registration());
        };
    }

    /** What {@code record}, which counts, makes of {@code before}. */
    Entry after(SensorRecord record, Entry before) {
        Standing standing = before.standing();
        return switch (record.state()) {
            case UNSIGNED -> new Entry.Unregistered(record.trust(), standing.seen(record.writtenAt()));
            case REGISTERED -> {
                FormerSecret former = kept(record, before);
                yield registered(record, standing.next(record.writtenAt(), former != null), former);
            }
            case ROTATED -> registered(record, standing.next(record.writtenAt(), true), null);
            case REKEYED -> registered(record, standing.rekeyed(), kept(record, before));
            case REVOKED ->
                new Entry.Revoked(
                        record.registration(), record.generation(), Standing.NEW.next(record.writtenAt(), false));
            case USED -> used(before);
            case RELEASED -> before.with(standing.released());
            case PROVISIONED -> before.with(standing.provisioned(claim(record, record.registration())));
            case RESEALED -> record.secret() == null ? before : resealed(record, before);
        };
    }

    private Entry registered(SensorRecord record, Standing standing, @Nullable FormerSecret former) {
        UUID registration = record.current();
        Opened opened = secretSeal.open(record);
        return opened.isOpen()
                ? registered(
                        new RegisteredEntry(registration, record.generation(), record.trust(), opened.text(), standing),
                        record.registration(),
                        former)
                : new Entry.Unopened(
                        new Sensor.Unreadable(registration, record.generation(), opened.missingKeyId()),
                        record.trust(),
                        standing,
                        record.registration(),
                        former);
    }

    private static Entry registered(RegisteredEntry now, UUID secretStep, @Nullable FormerSecret former) {
        return former == null && secretStep.equals(now.secretStep())
                ? now
                : new Entry.Succeeding(now, secretStep, former);
    }

    /** The secret of {@code before} that still signs once {@code record} counts; null for none. */
    private static @Nullable FormerSecret kept(SensorRecord record, Entry before) {
        Succession succession = record.succession();
        if (succession == null || succession.kept().equals(ObservationRecord.UNSIGNED)) {
            return null;
        }
        FormerSecret former = before.former();
        if (former != null && former.step().equals(succession.kept())) {
            return former.with(succession.keptUntil());
        }
        // Else it is the present one; or the one before that, and the present one has signed meanwhile: the device has
        // it.
        UUID step = before.secretStep();
        if (step == null) {
            return null;
        }
        if (before.sensor() instanceof Sensor.Registered known) {
            return FormerSecret.known(
                    step, known.registration(), known.trust(), known.secret(), succession.keptUntil());
        }
        return before instanceof Entry.Unopened unopened
                ? new FormerSecret(
                        step,
                        unopened.sensor().registration(),
                        unopened.trust(),
                        null,
                        unopened.sensor().keyId(),
                        succession.keptUntil())
                : null;
    }

    /** The secret has signed: what was kept beside it has had its time. */
    private static Entry used(Entry before) {
        Standing settled = before.standing().settled();
        if (before instanceof Entry.Succeeding succeeding) {
            return registered(succeeding.now().with(settled), succeeding.secretStep(), null);
        }
        return before instanceof Entry.Unopened unopened
                ? new Entry.Unopened(unopened.sensor(), unopened.trust(), settled, unopened.secretStep(), null)
                : before.with(settled);
    }

    /** What did not open until now perhaps does under its new seal. */
    private Entry resealed(SensorRecord record, Entry before) {
        UUID step = record.replaces();
        Entry entry = before;
        FormerSecret former = entry.former();
        if (former != null && former.secret() == null && former.step().equals(step)) {
            entry = with(entry, former.with(secretSeal.open(record)));
        }
        if (entry instanceof Entry.Unopened unopened && unopened.secretStep().equals(step)) {
            Opened opened = secretSeal.open(record);
            Sensor.Unreadable sensor = unopened.sensor();
            entry = opened.isOpen()
                    ? registered(
                            new RegisteredEntry(
                                    sensor.registration(),
                                    sensor.generation(),
                                    unopened.trust(),
                                    opened.text(),
                                    unopened.standing()),
                            step,
                            unopened.former())
                    : new Entry.Unopened(
                            new Sensor.Unreadable(sensor.registration(), sensor.generation(), opened.missingKeyId()),
                            unopened.trust(),
                            unopened.standing(),
                            step,
                            unopened.former());
        }
        ClaimCode claim = entry.standing().claim();
        return claim != null && claim.awaits(step)
                ? entry.with(entry.standing().provisioned(claim(record, step)))
                : entry;
    }

    private static Entry with(Entry entry, FormerSecret former) {
        if (entry instanceof Entry.Succeeding succeeding) {
            return new Entry.Succeeding(succeeding.now(), succeeding.secretStep(), former);
        }
        return entry instanceof Entry.Unopened unopened
                ? new Entry.Unopened(
                        unopened.sensor(), unopened.trust(), unopened.standing(), unopened.secretStep(), former)
                : entry;
    }

    private ClaimCode claim(SensorRecord record, UUID step) {
        Opened opened = secretSeal.open(record);
        return opened.isOpen()
                ? ClaimCode.of(record.suid(), opened.text())
                : ClaimCode.sealedWith(opened.missingKeyId(), step);
    }
}
