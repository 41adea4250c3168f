package org.airlog.observation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes model values of every kind that the types allow, the odd ones as often as the usual ones. */
public final class Generated {

    private static final long FIRST_SECOND =
            Instant.parse("1900-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST_SECOND =
            Instant.parse("2242-01-01T00:00:00Z").getEpochSecond();
    private static final Set<String> POSITIONS = Set.of("lat", "latitude", "lon", "lng", "longitude", "height");

    private Generated() {}

    /** Any of {@code values}. */
    @SafeVarargs
    public static <T> T any(RandomGenerator random, T... values) {
        return values[random.nextInt(values.length)];
    }

    /** Bytes of any value. */
    public static byte[] bytes(RandomGenerator random, int atMost) {
        var bytes = new byte[random.nextInt(atMost + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Any UUID but zeros. */
    public static UUID uuid(RandomGenerator random) {
        return new UUID(random.nextLong(), random.nextLong() | 1);
    }

    /** Any SUID. */
    public static Suid suid(RandomGenerator random) {
        return new Suid(uuid(random));
    }

    /** An instant of 1900 to 2242, to the microsecond: what a double of seconds can tell exactly. */
    public static Instant time(RandomGenerator random) {
        long second = random.nextLong(FIRST_SECOND, LAST_SECOND);
        return Instant.ofEpochSecond(second, random.nextBoolean() ? 0 : 1_000L * random.nextInt(1_000_000));
    }

    /** Any finite number. */
    public static double value(RandomGenerator random) {
        double value =
                switch (random.nextInt(4)) {
                    case 0 -> random.nextInt(-1_000, 100_000) / 10.0;
                    case 1 -> random.nextInt();
                    case 2 -> Double.longBitsToDouble(random.nextLong());
                    default -> any(random, 0.0, -0.0, Double.MIN_VALUE, -Double.MAX_VALUE, 1e15, 0.1);
                };
        return Double.isFinite(value) ? value : 1;
    }

    /** Text without NUL and half surrogates, not empty. */
    public static String text(RandomGenerator random, int atMost) {
        var text = new StringBuilder();
        for (int left = 1 + random.nextInt(atMost); left > 0; left--) {
            text.appendCodePoint(codePoint(random));
        }
        return text.toString();
    }

    /** A canonical name of a reading, standard or invented, and no name of a position. */
    public static String name(RandomGenerator random) {
        if (random.nextBoolean()) {
            return ReadingTypes.STANDARD
                    .get(random.nextInt(ReadingTypes.STANDARD.size()))
                    .name();
        }
        String name = ReadingTypes.canonicalName(text(random, 20));
        boolean isPlain = !name.isBlank()
                && name.equals(name.strip())
                && name.codePoints().noneMatch(Character::isISOControl)
                && !POSITIONS.contains(name)
                && !name.startsWith("time");
        return isPlain ? name : "x" + random.nextInt(100);
    }

    /** Up to {@code atMost} readings. */
    public static Map<String, Double> readings(RandomGenerator random, int atLeast, int atMost) {
        var readings = new LinkedHashMap<String, Double>();
        int wanted = random.nextInt(atLeast, atMost + 1);
        while (readings.size() < wanted) {
            readings.put(name(random), value(random));
        }
        return readings;
    }

    /** Any position. */
    public static @Nullable Position position(RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> new Position(random.nextDouble(-90, 90), random.nextDouble(-180, 180), null);
            default -> new Position(-90, 180, random.nextDouble(-100_000, 100_000));
        };
    }

    /** One to {@code atMost} observations as an OpenSmog device reports them. */
    public static List<ReportedObservation> reported(RandomGenerator random, int atMost) {
        return several(
                random,
                atMost,
                () -> ReportedObservation.at(random.nextInt(5) == 0 ? null : time(random), readings(random, 1, 12)));
    }

    /** One to {@code atMost} judged observations. */
    public static List<Observation> observations(RandomGenerator random, int atMost) {
        return several(random, atMost, () -> {
            var extra = new LinkedHashMap<String, String>();
            for (int left = random.nextInt(3); left > 0; left--) {
                extra.put(name(random), text(random, 30));
            }
            return new Observation(
                    time(random),
                    any(random, Clock.values()),
                    readings(random, extra.isEmpty() ? 1 : 0, 8),
                    extra,
                    position(random));
        });
    }

    private static <T> List<T> several(RandomGenerator random, int atMost, Supplier<T> one) {
        return new ArrayList<>(
                Stream.generate(one).limit(1 + random.nextInt(atMost)).toList());
    }

    private static int codePoint(RandomGenerator random) {
        int codePoint =
                switch (random.nextInt(6)) {
                    case 0 -> random.nextInt(1, 0x80);
                    case 1 -> random.nextInt(0x80, 0x800);
                    case 2 -> random.nextInt(0x800, Character.MAX_CODE_POINT + 1);
                    default -> "abcxyzABC_019,\"'\\ ;.".charAt(random.nextInt(20));
                };
        boolean isHalfSurrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return isHalfSurrogate ? 'ß' : codePoint;
    }
}
