package org.airlog.observation.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.airlog.observation.Payload;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/**
 * OpenSmog readings as MessagePack, in the shape of {@link ReadingsJson}: an array of maps.
 *
 * <p>Names are strings, numbers any integer or float. Nothing may follow the array. Rules of the shape: {@link
 * Readings}. Thread-safe.
 */
public final class ReadingsMessagePack {

    private static final double MICROS_PER_SECOND = 1e6;

    private ReadingsMessagePack() {}

    /**
     * The observations in {@code payload}, at least one.
     *
     * @throws Refusal {@code too-large} past a limit of bytes, observations or readings, {@code malformed} for the rest
     */
    public static List<ReportedObservation> decode(Payload payload, PayloadLimits limits) throws Refusal {
        return Readings.read(new MessagePackPayload(payload, limits), limits);
    }

    /**
     * The payload of {@code observations}; whole seconds are written as an integer, others as a 64-bit float, which is
     * exact to the microsecond until 2242.
     *
     * @throws IllegalArgumentException for what this format cannot say: text, a position, a time past the year 5138
     */
    public static Payload encode(List<ReportedObservation> observations) {
        try (var packer = MessagePack.newDefaultBufferPacker()) {
            packer.packArrayHeader(observations.size());
            for (ReportedObservation observation : observations) {
                pack(packer, observation);
            }
            return Payload.of(packer.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e);
        }
    }

    private static void pack(MessageBufferPacker packer, ReportedObservation observation) throws IOException {
        Readings.checkWritable(observation);
        Instant time = observation.time();
        packer.packMapHeader(time == null ? 1 : 2);
        if (time != null) {
            packer.packString("timestamp");
            if (time.getNano() == 0) {
                packer.packLong(time.getEpochSecond());
            } else {
                packer.packDouble(WireFormat.micros(time) / MICROS_PER_SECOND);
            }
        }
        packer.packString("readings").packMapHeader(observation.readings().size());
        for (Map.Entry<String, Double> reading : observation.readings().entrySet()) {
            packer.packString(reading.getKey()).packDouble(reading.getValue());
        }
    }
}
