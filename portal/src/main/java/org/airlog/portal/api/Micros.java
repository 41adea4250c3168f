package org.airlog.portal.api;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as the database keeps them: whole microseconds. */
public final class Micros {

    private static final long A_SECOND = 1_000_000;

    private Micros() {}

    static Instant floor(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    /** The shortest time after {@code time}. */
    public static Instant after(Instant time) {
        return time.plus(1, ChronoUnit.MICROS);
    }

    /** Microseconds since 1970. */
    public static long count(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), A_SECOND), time.getNano() / 1_000);
    }

    /** The other way round. */
    public static Instant of(long count) {
        return Instant.ofEpochSecond(Math.floorDiv(count, A_SECOND), Math.floorMod(count, A_SECOND) * 1_000);
    }
}
