package org.airlog.broker.mqtt;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import org.airlog.broker.intake.RegistrationForm;
import org.airlog.broker.sensor.SecretSeal;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.Position;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.sealing.PositionSeal;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.signature.Secret;

/** Makes the step by which a sensor registers, with all that is secret in it sealed under the record's key. Thread-safe. */
final class NewRegistration {

    private final SecretSeal secretSeal;
    private final PositionSeal positionSeal;
    private final int secretBytes;
    private final SecureRandom random = new SecureRandom();

    NewRegistration(Seal seal, int secretBytes) {
        this.secretSeal = new SecretSeal(seal);
        this.positionSeal = new PositionSeal(seal);
        this.secretBytes = secretBytes;
    }

    /** A secret that nobody had before. */
    Secret secret() {
        return Secret.generate(random, secretBytes);
    }

    /** The step that follows {@code current}. */
    SensorRecord step(Suid suid, Sensor current, RegistrationForm form, Secret secret, Instant now) {
        UUID registration = UUID.randomUUID();
        Position location = form.location();
        return new SensorRecord(
                suid,
                registration,
                current.registration(),
                SensorRecord.State.REGISTERED,
                current.generation() + 1,
                Trust.SIGNED,
                form.manufacturer(),
                form.model(),
                form.metadata(),
                secretSeal.seal(secret, suid, registration),
                location == null ? null : positionSeal.seal(location, SensorRecord.key(suid, registration)),
                now);
    }
}
