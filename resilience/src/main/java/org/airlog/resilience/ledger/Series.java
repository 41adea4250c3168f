package org.airlog.resilience.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * The observations of one device, one for each tick of its clock, numbered from 0. What a number was observed at, and what
 * was measured, follows from it alone: so whoever finds a row can tell what it must hold. Immutable.
 *
 * @param seed of the run
 * @param device its index in the fleet
 * @param first time of number 0, in whole milliseconds
 * @param interval between two numbers, in whole milliseconds
 */
public record Series(long seed, int device, Instant first, Duration interval) {

    /** Name of the reading that carries the number. */
    public static final String NUMBER = "SEQ";

    private static final long FIRST_MIXER = 0xBF58476D1CE4E5B9L;
    private static final long SECOND_MIXER = 0x94D049BB133111EBL;

    public Series {
        if (interval.toMillis() < 1 || !interval.equals(Duration.ofMillis(interval.toMillis()))) {
            throw new IllegalArgumentException("an interval is a whole number of milliseconds");
        }
        if (!first.equals(Instant.ofEpochMilli(first.toEpochMilli()))) {
            throw new IllegalArgumentException("the first time is a whole number of milliseconds");
        }
    }

    /** When {@code number} is observed. */
    public Instant time(int number) {
        return first.plusMillis(interval.toMillis() * number);
    }

    /** How many numbers have been observed at {@code now}. */
    public int due(Instant now) {
        return now.isBefore(first)
                ? 0
                : Math.toIntExact(Duration.between(first, now).toMillis() / interval.toMillis() + 1);
    }

    /** The number that is observed at exactly {@code time}, if any is. */
    public OptionalInt numberAt(Instant time) {
        int number = due(time) - 1;
        return number >= 0 && time(number).equals(time) ? OptionalInt.of(number) : OptionalInt.empty();
    }

    /** 0 to 499.99 µg/m³ in steps of 0.01. */
    public double pm10(int number) {
        return Long.remainderUnsigned(mixed(number, 1), 50_000) / 100.0;
    }

    /** -20 to 39.99 °C in steps of 0.01. */
    public double temp(int number) {
        return (Long.remainderUnsigned(mixed(number, 2), 6_000) - 2_000) / 100.0;
    }

    /** The payload of {@code count} observations from number {@code from} on, as a device writes it. */
    public String json(int from, int count) {
        var json = new StringBuilder("[");
        for (int number = from; number < from + count; number++) {
            json.append(number == from ? "" : ",")
                    .append("{\"timestamp\":")
                    .append(time(number).toEpochMilli())
                    .append(",\"readings\":{\"PM10\":")
                    .append(pm10(number))
                    .append(",\"TEMP\":")
                    .append(temp(number))
                    .append(",\"" + NUMBER + "\":")
                    .append(number)
                    .append("}}");
        }
        return json.append("]").toString();
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014) over everything that names one value. */
    private long mixed(int number, int which) {
        long z = seed + 0x9E3779B97F4A7C15L * (((long) device << 34) + ((long) number << 2) + which);
        z = (z ^ (z >>> 30)) * FIRST_MIXER;
        z = (z ^ (z >>> 27)) * SECOND_MIXER;
        return z ^ (z >>> 31);
    }
}
