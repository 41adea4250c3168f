package org.airlog.broker.sensor;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.Sealed;
import org.airlog.observation.sealing.UnopenedException;
import org.airlog.observation.signature.Secret;

/**
 * Seals a sensor's secret for its registry record: the UTF-8 bytes of its text, bound to {@link SensorRecord#key()}, so
 * that it opens in no other record. Immutable and thread-safe.
 */
public final class SecretSeal {

    private final Seal seal;

    /** Seals and opens with {@code seal}. */
    public SecretSeal(Seal seal) {
        this.seal = seal;
    }

    /** Encrypts {@code secret} for the record of {@code registration} of {@code suid}. */
    public Sealed seal(Secret secret, Suid suid, UUID registration) {
        return seal.seal(secret.reveal().getBytes(StandardCharsets.UTF_8), SensorRecord.key(suid, registration));
    }

    /** What is under the seal of {@code record}, which has a secret. */
    Opened open(SensorRecord record) {
        try {
            return new Opened(seal.open(Objects.requireNonNull(record.secret(), "a secret"), record.key()), "");
        } catch (UnopenedException e) {
            return new Opened(new byte[0], e.keyId());
        }
    }
}
