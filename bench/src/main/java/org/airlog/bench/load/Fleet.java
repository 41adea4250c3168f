package org.airlog.bench.load;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.HmacSha256;

/**
 * Sensors that have measured every ten seconds for two months and send what they have, one observation after another: no
 * time of a sensor comes twice. Clients share them out; a sensor always speaks through the same client.
 *
 * <p>Not for several threads at once.
 */
public final class Fleet {

    private static final Duration STEP = Duration.ofSeconds(10);
    private static final Duration BACKLOG = Duration.ofDays(60);
    /** In the order in which they are measured; the first ones are standard types of the OpenSmog API. */
    private static final List<String> TYPES =
            List.of("PM2_5", "PM10", "TEMP", "HUM", "PRES", "NO2", "O3", "SO2", "CO", "PB");

    private static final int PRESSURE = 1_000;

    private final List<Sensor> sensors;
    private final Shape shape;
    private final long[] nextSeconds;

    /**
     * What a publish looks like.
     *
     * @param batch observations in it, at least 1
     * @param readings in each observation, 1 to 10
     */
    public record Shape(int batch, int readings) {

        /** Fails where it is none. */
        public Shape {
            if (batch < 1 || readings < 1 || readings > TYPES.size()) {
                throw new IllegalArgumentException(
                        "a batch of " + batch + " observations of " + readings + " readings");
            }
        }

        /** The columns of a table that its readings go to. */
        public List<String> columns() {
            return TYPES.stream()
                    .limit(readings)
                    .map(type -> type.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toList());
        }
    }

    /** Of {@code sensors}, whose backlog ends at {@code now}. */
    public Fleet(List<Sensor> sensors, Shape shape, Instant now) {
        this.sensors = List.copyOf(sensors);
        this.shape = shape;
        this.nextSeconds = new long[sensors.size()];
        Arrays.fill(
                nextSeconds, now.minus(BACKLOG).truncatedTo(ChronoUnit.HOURS).getEpochSecond());
    }

    /** How many there are. */
    public int size() {
        return sensors.size();
    }

    /** Their SUIDs. */
    public Stream<Suid> suids() {
        return sensors.stream().map(Sensor::suid);
    }

    /** How many observations each has left to send before it is in the future. */
    public static long backlog() {
        return BACKLOG.minusDays(1).dividedBy(STEP);
    }

    /** What sensor {@code number} sends next. */
    public Publish next(int number) {
        Sensor sensor = sensors.get(number);
        var text = new StringBuilder(32 + shape.batch() * (40 + 16 * shape.readings())).append('[');
        long second = nextSeconds[number];
        for (int observation = 0; observation < shape.batch(); observation++) {
            if (observation > 0) {
                text.append(',');
                second += STEP.toSeconds();
            }
            text.append("{\"timestamp\":").append(second).append(",\"readings\":{");
            for (int reading = 0; reading < shape.readings(); reading++) {
                append(text, reading, second + number);
            }
            text.append("}}");
        }
        nextSeconds[number] = second + STEP.toSeconds();
        var payload = Payload.ofText(text.append(']').toString());
        return new Publish(
                sensor.suid(),
                sensor.topic(),
                payload,
                sensor.secret()
                        .map(secret -> HmacSha256.SCHEME + " "
                                + HmacSha256.sign(secret, sensor.topic(), payload)
                                        .hex()),
                shape.batch(),
                Instant.ofEpochSecond(second));
    }

    /** A plausible value with one decimal that differs from observation to observation. */
    private static void append(StringBuilder text, int reading, long seed) {
        String type = TYPES.get(reading);
        if (reading > 0) {
            text.append(',');
        }
        long tenths = Math.floorMod(seed * 7919 + reading * 104_729L, 400L);
        text.append('"').append(type).append("\":");
        text.append((type.equals("PRES") ? PRESSURE : 0) + tenths / 10)
                .append('.')
                .append(tenths % 10);
    }

    /** An upload of the co2logserver: the same times and values as columns, from nobody in particular. */
    public Publish nextUpload(int number) {
        var times = new StringBuilder();
        var values = new StringBuilder();
        long second = nextSeconds[number];
        for (int row = 0; row < shape.batch(); row++) {
            if (row > 0) {
                times.append(',');
                values.append(',');
                second += STEP.toSeconds();
            }
            times.append(second);
            values.append(400 + Math.floorMod((second + number) * 7919, 1_000L));
        }
        nextSeconds[number] = second + STEP.toSeconds();
        return new Publish(
                sensors.get(number).suid(),
                "upload",
                Payload.ofText("{\"time_utc\":[" + times + "],\"co2\":[" + values + "]}"),
                Optional.empty(),
                shape.batch(),
                Instant.ofEpochSecond(second));
    }
}
