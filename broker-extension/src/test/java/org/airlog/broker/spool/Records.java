package org.airlog.broker.spool;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.airlog.observation.Payload;

/** Records for tests, told apart by a number in their value. */
public final class Records {

    private Records() {}

    /** A small one: 16 bytes of key, a header, {@code number} as its value. */
    public static LogRecord numbered(long number) {
        return of(number, 0);
    }

    /** The same with {@code padding} zeros behind the number. */
    public static LogRecord of(long number, int padding) {
        var value = ByteBuffer.allocate(Long.BYTES + padding).putLong(number).array();
        return new LogRecord(
                Payload.of(new byte[16]),
                Payload.of(value),
                new TreeMap<>(Map.of("airlog-observations", Payload.of(new byte[] {0, 0, 0, 1}))));
    }

    /** What {@link #numbered} was given. */
    public static long numberOf(LogRecord record) {
        return ByteBuffer.wrap(record.value().bytes()).getLong();
    }

    /** Any key, value and headers. */
    static LogRecord random(Random random) {
        var headers = new TreeMap<String, Payload>();
        for (int i = random.nextInt(4); i > 0; i--) {
            headers.put("h" + random.nextInt(100), bytes(random, 20));
        }
        return new LogRecord(bytes(random, 40), bytes(random, 200), headers);
    }

    private static Payload bytes(Random random, int most) {
        var bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return Payload.of(bytes);
    }
}
