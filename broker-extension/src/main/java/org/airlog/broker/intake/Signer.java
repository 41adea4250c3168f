package org.airlog.broker.intake;

import static org.airlog.observation.Reason.UNAVAILABLE;

import java.util.UUID;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.sensor.FormerSecret;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.Payload;
import org.airlog.observation.Trust;
import org.airlog.observation.signature.Secret;
import org.airlog.observation.signature.Signature;

/** Which secret of a sensor made a signature: its own, or the one before while that still signs. */
sealed interface Signer {

    /**
     * The secret that {@code step} brought; what it signs is {@code registration}'s and worth {@code trust}.
     */
    record Known(UUID step, UUID registration, Trust trust) implements Signer {

        /** The sensor's own secret. */
        static Known own(Sensor.Registered sensor) {
            return new Known(sensor.secretStep(), sensor.registration(), sensor.trust());
        }
    }

    /** None that counts. */
    record Nobody() implements Signer {}

    /** It cannot be told just now. */
    record Undecided(Rejected rejected) implements Signer {}

    /**
     * Who of {@code sensor} made {@code signature}. The topic counts as the device spelled it, and as we do, as the gateway
     * spells so.
     */
    static Signer of(
            Signature signature,
            Sensor.Registered sensor,
            String canonical,
            String spelled,
            Payload payload,
            Moment now) {
        if (matches(signature, sensor.secret(), canonical, spelled, payload)) {
            return Known.own(sensor);
        }
        FormerSecret former = sensor.former();
        if (former == null || (now.isSteady() && !former.isAlive(now.time()))) {
            return new Nobody();
        }
        Secret secret = former.secret();
        if (secret == null) {
            return undecided("the secret before this one cannot be read just now");
        }
        if (!matches(signature, secret, canonical, spelled, payload)) {
            return new Nobody();
        }
        return former.until() == null || now.isSteady()
                ? new Known(former.step(), former.registration(), former.trust())
                : undecided("our own clock is not to be believed just now");
    }

    private static Signer undecided(String detail) {
        return new Undecided(Rejected.of(UNAVAILABLE, detail));
    }

    private static boolean matches(
            Signature signature, Secret secret, String canonical, String spelled, Payload payload) {
        return signature.matches(secret, canonical, payload)
                || (!spelled.equals(canonical) && signature.matches(secret, spelled, payload));
    }
}
