package org.airlog.broker.sensor;

import java.nio.charset.StandardCharsets;
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

    /** The text's bytes; throws where the key is missing here, or {@code sealed} was made for another record. */
    byte[] open(Sealed sealed, SensorRecord record) throws UnopenedException {
        return seal.open(sealed, record.key());
    }
}
