package org.airlog.launcher.replay;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.airlog.observation.Payload;
import org.airlog.observation.ReportedObservation;
import org.airlog.observation.codec.PayloadLimits;
import org.airlog.observation.codec.ReadingsJson;

/**
 * A readings payload in the making (OpenSmog, {@code application/json}): observations are added until it is full.
 *
 * <p>Full is {@code maxObservations} or the bytes that Airlog takes in one payload by default. For one thread.
 */
final class ReadingsBatch {

    private static final int MAX_PAYLOAD_BYTES = PayloadLimits.DEFAULTS.maxPayloadBytes();

    private final int maxObservations;
    private final ByteArrayOutputStream array = new ByteArrayOutputStream();
    private int observations;

    ReadingsBatch(int maxObservations) {
        this.maxObservations = maxObservations;
    }

    /** Takes {@code observation}, which must have a time, unless the batch is full; the first is always taken. */
    boolean add(ReportedObservation observation) {
        byte[] json = json(observation);
        boolean isFull = observations >= maxObservations || array.size() + 1 + json.length + 1 > MAX_PAYLOAD_BYTES;
        if (isFull && observations > 0) {
            return false;
        }
        array.write(observations == 0 ? '[' : ',');
        array.writeBytes(json);
        observations++;
        return true;
    }

    /** How many observations it holds. */
    int observations() {
        return observations;
    }

    /** The payload of what has been added, at least one observation; the batch is at its end then. */
    Payload payload() {
        array.write(']');
        return Payload.of(array.toByteArray());
    }

    /** One element of the array, as the codec writes it. */
    private static byte[] json(ReportedObservation observation) {
        byte[] arrayOfOne = ReadingsJson.encode(List.of(observation)).bytes();
        return Arrays.copyOfRange(arrayOfOne, 1, arrayOfOne.length - 1);
    }
}
