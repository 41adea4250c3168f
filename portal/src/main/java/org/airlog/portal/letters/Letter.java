package org.airlog.portal.letters;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;

/**
 * One record of {@code airlog.parked} or {@code airlog.rejected}.
 *
 * @param at when it was logged there
 * @param suid whose it is; empty where that is not known
 * @param key of the record
 * @param headers as text, without the count
 * @param observations how many it holds, by its header; empty where that is missing
 * @param value the record, or of a rejected publish what was kept of its payload
 * @param bytes length of {@code value}, which a list leaves out
 * @param replayedAt when it was last put on its way again
 */
public record Letter(
        LetterId id,
        Instant at,
        Optional<Suid> suid,
        Payload key,
        Map<String, String> headers,
        Optional<Integer> observations,
        Payload value,
        int bytes,
        Optional<Instant> replayedAt) {

    public Letter {
        headers = Map.copyOf(headers);
    }

    public String reason() {
        return header("airlog-reason");
    }

    public String detail() {
        return header("airlog-detail");
    }

    /** Of a parked record the Kafka topic that it came from, of a rejected publish its MQTT topic. */
    public String topic() {
        return header("airlog-topic");
    }

    /** Bytes of the whole payload of a rejected publish; −1 where that is not told. */
    public long payloadLength() {
        String length = header("airlog-length");
        return length.matches("\\d{1,18}") ? Long.parseLong(length) : -1;
    }

    /** The text of a header; empty where it is missing. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The same, put on its way at {@code moment}. */
    public Letter replayed(Instant moment) {
        return new Letter(id, at, suid, key, headers, observations, value, bytes, Optional.of(moment));
    }

    /** The same without its value, which may be large. */
    public Letter withoutValue() {
        return new Letter(id, at, suid, key, headers, observations, Payload.of(new byte[0]), bytes, replayedAt);
    }
}
