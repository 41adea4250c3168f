package org.airlog.broker.spool;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;
import org.airlog.observation.TraceContext;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.jspecify.annotations.Nullable;

/**
 * One record as it goes to the log: the same bytes whether it goes there at once or by way of the disk. Positions in it
 * are sealed, and it holds no secret.
 *
 * @param key at most 65,535 bytes
 * @param value what the record says
 * @param headers by name, at most 255; a name is at most 65,535 bytes of UTF-8
 */
public record LogRecord(Payload key, Payload value, SortedMap<String, Payload> headers) {

    private static final int MAX_SHORT = 0xffff;
    private static final int MAX_HEADERS = 0xff;

    public LogRecord {
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
        boolean areNamesShort = headers.keySet().stream().allMatch(name -> utf8(name).length <= MAX_SHORT);
        if (key.length() > MAX_SHORT || headers.size() > MAX_HEADERS || !areNamesShort) {
            throw new IllegalArgumentException("a key or a header is too large");
        }
    }

    /** The record of {@code observations}, keyed by their SUID, with their number and {@code trace} in headers. */
    public static LogRecord of(
            Suid suid, ObservationRecord observations, @Nullable TraceContext trace, ObservationRecordCodec codec) {
        byte[] count =
                ObservationRecordCodec.writeCount(observations.observations().size());
        var headers = new TreeMap<>(Map.of(ObservationRecord.COUNT_HEADER, Payload.of(count)));
        if (trace != null) {
            headers.put(TraceContext.PARENT, Payload.ofText(trace.parent()));
            if (!trace.state().isEmpty()) {
                headers.put(TraceContext.STATE, Payload.ofText(trace.state()));
            }
        }
        return new LogRecord(Payload.of(suid.toBytes()), Payload.of(codec.encode(suid, observations)), headers);
    }

    /** Bytes of key, value, headers and their lengths: what {@link #write} writes. */
    public int length() {
        int length = Short.BYTES + key.length() + 1 + Integer.BYTES + value.length();
        for (var header : headers.entrySet()) {
            length += Short.BYTES
                    + utf8(header.getKey()).length
                    + Integer.BYTES
                    + header.getValue().length();
        }
        return length;
    }

    void write(ByteBuffer out) {
        out.putShort((short) key.length()).put(key.bytes()).put((byte) headers.size());
        headers.forEach((name, content) -> {
            byte[] written = utf8(name);
            out.putShort((short) written.length).put(written);
            out.putInt(content.length()).put(content.bytes());
        });
        out.putInt(value.length()).put(value.bytes());
    }

    /** Reads what {@link #write} wrote, all that is left of {@code in}; empty where that is no record. */
    static Optional<LogRecord> read(ByteBuffer in) {
        try {
            Payload key = take(in, Short.toUnsignedInt(in.getShort()));
            int count = Byte.toUnsignedInt(in.get());
            var headers = new TreeMap<String, Payload>();
            for (int i = 0; i < count; i++) {
                Payload name = take(in, Short.toUnsignedInt(in.getShort()));
                headers.put(new String(name.bytes(), StandardCharsets.UTF_8), take(in, in.getInt()));
            }
            Payload value = take(in, in.getInt());
            return in.hasRemaining() ? Optional.empty() : Optional.of(new LogRecord(key, value, headers));
        } catch (BufferUnderflowException cut) {
            return Optional.empty();
        }
    }

    private static Payload take(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        var bytes = new byte[length];
        in.get(bytes);
        return Payload.of(bytes);
    }

    private static byte[] utf8(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
