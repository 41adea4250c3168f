package org.airlog.broker.mqtt;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import org.airlog.broker.intake.Provisioning;
import org.airlog.broker.intake.RegistrationForm;
import org.airlog.broker.intake.RegistrationPolicy.Ruling;
import org.airlog.broker.sensor.SecretSeal;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.Position;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecord.State;
import org.airlog.observation.codec.SensorRecord.Succession;
import org.airlog.observation.sealing.PositionSeal;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.signature.Secret;

/** Makes the steps of the registry that follow what a sensor is now, with all that is secret sealed. Thread-safe. */
final class NewSteps {

    private final SecretSeal secretSeal;
    private final PositionSeal positionSeal;
    private final int secretBytes;
    private final SecureRandom random = new SecureRandom();

    NewSteps(Seal seal, int secretBytes) {
        this.secretSeal = new SecretSeal(seal);
        this.positionSeal = new PositionSeal(seal);
        this.secretBytes = secretBytes;
    }

    /** A secret that nobody had before. */
    Secret secret() {
        return Secret.generate(random, secretBytes);
    }

    /** A sensor registers, as it was granted. */
    SensorRecord registration(
            Suid suid, Sensor current, RegistrationForm form, Ruling.Granted granted, Secret secret, Instant now) {
        UUID registration = UUID.randomUUID();
        Position location = form.location();
        return new SensorRecord(
                suid,
                registration,
                current.registration(),
                State.REGISTERED,
                current.generation() + 1,
                granted.trust(),
                form.manufacturer(),
                form.model(),
                form.metadata(),
                secretSeal.seal(secret, suid, registration),
                location == null ? null : positionSeal.seal(location, SensorRecord.key(suid, registration)),
                now,
                granted.kept()
                        .map(kept -> new Succession(ObservationRecord.UNSIGNED, kept, null))
                        .orElse(null));
    }

    /** An operator takes a new secret for it. */
    SensorRecord rotation(Suid suid, Sensor.Registered current, Succession succession, Secret secret, Instant now) {
        UUID marker = UUID.randomUUID();
        return new SensorRecord(
                suid,
                marker,
                current.registration(),
                State.REKEYED,
                current.generation(),
                current.trust(),
                "",
                "",
                "{}",
                secretSeal.seal(secret, suid, marker),
                null,
                now,
                succession);
    }

    /** An operator lists it. */
    SensorRecord provisioning(Suid suid, Sensor current, Provisioning provisioning, Instant now) {
        UUID marker = UUID.randomUUID();
        return new SensorRecord(
                suid,
                marker,
                current.registration(),
                State.PROVISIONED,
                current.generation(),
                Trust.CERTIFIED,
                provisioning.manufacturer(),
                provisioning.model(),
                "{}",
                secretSeal.seal(provisioning.claimCode(), suid, marker),
                null,
                now);
    }

    /** A step that holds nothing secret: a release or a revocation. */
    SensorRecord plain(Suid suid, Sensor current, State state, Instant now) {
        Trust trust = current instanceof Sensor.Registered registered ? registered.trust() : Trust.ROGUE;
        return SensorRecord.plain(
                suid, UUID.randomUUID(), current.registration(), state, current.generation(), trust, now);
    }
}
