package org.airlog.broker.intake;

import static org.airlog.observation.Reason.MALFORMED;
import static org.airlog.observation.Reason.UNAVAILABLE;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.sensor.FormerSecret;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.Payload;
import org.airlog.observation.Refusal;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.SensorRecord.Succession;

/**
 * How an operator wants a secret rotated: with an overlap, in which the one before still signs (no payload, or {@code
 * {"now":false}}), or at once ({@code {"now":true}}).
 *
 * @param isNow whether the secret before stops at once
 */
public record Rotation(boolean isNow) {

    private static final int MAX_BYTES = 256;
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Reads one.
     *
     * @throws Refusal {@code malformed}; no other exception for any input
     */
    public static Rotation parse(Payload payload) throws Refusal {
        if (payload.length() == 0) {
            return new Rotation(false);
        }
        try (JsonParser parser = JSON.createParser(payload.bytes())) {
            boolean isRead = payload.length() <= MAX_BYTES
                    && parser.nextToken() == JsonToken.START_OBJECT
                    && parser.nextToken() == JsonToken.FIELD_NAME
                    && parser.currentName().equals("now")
                    && parser.nextToken().isBoolean();
            boolean isNow = isRead && parser.getBooleanValue();
            if (isRead && parser.nextToken() == JsonToken.END_OBJECT && parser.nextToken() == null) {
                return new Rotation(isNow);
            }
        } catch (IOException notJson) {
            // told below
        }
        throw new Refusal(MALFORMED, "a rotation has no payload, or {\"now\":true}");
    }

    /** What stands against it {@code now}: the end of an overlap is a time of our own clock. */
    public Optional<Rejected> objection(Moment now) {
        return isNow || now.isSteady()
                ? Optional.empty()
                : Optional.of(Rejected.of(UNAVAILABLE, "our own clock has just jumped"));
    }

    /**
     * How a new secret of {@code sensor} follows the one that it has. Of several that a device may have, the one that it is
     * known to have signed with is kept: a rotation that nobody has used yet hands on what was kept for it.
     *
     * @param overlap how long that one still signs; zero: not at all
     */
    public Succession of(Sensor.Registered sensor, Duration overlap, Moment now) {
        if (isNow || overlap.isZero()) {
            return new Succession(sensor.secretStep(), ObservationRecord.UNSIGNED, null);
        }
        FormerSecret former = sensor.former();
        UUID kept = former != null && former.isAlive(now.time()) ? former.step() : sensor.secretStep();
        return new Succession(sensor.secretStep(), kept, now.time().plus(overlap));
    }
}
