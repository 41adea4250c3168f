package org.airlog.microbenchmarks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Payload;
import org.airlog.observation.ReportedObservation;
import org.airlog.observation.Source;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ReadingsJson;
import org.airlog.observation.codec.ReadingsMessagePack;

/**
 * What one publish holds, in each form that it takes on its way: one observation of one reading, the smallest that a
 * sensor sends; one of three readings, as sensors mostly send; fifty of one reading, kept while a sensor was offline.
 */
@SuppressWarnings("ImmutableEnumChecker") // nobody changes what is in it
public enum Sample {
    SINGLE(1, 1),
    TRIPLE(1, 3),
    FIFTY(50, 1);

    private final List<ReportedObservation> reported;
    private final Payload json;
    private final Payload messagePack;
    private final ObservationRecord record;
    private final byte[] encoded;

    Sample(int observations, int readings) {
        this.reported = reported(observations, readings);
        this.json = ReadingsJson.encode(reported);
        this.messagePack = ReadingsMessagePack.encode(reported);
        this.record = new ObservationRecord(
                Fixture.REGISTRATION,
                Trust.SIGNED,
                Source.OPENSMOG,
                Fixture.NOW,
                reported.stream().map(Sample::judged).toList());
        this.encoded = Fixture.CODEC.encode(Fixture.SUID, record);
    }

    /** What {@code making} makes of each sample. */
    static <T> Map<Sample, T> each(Function<Sample, T> making) {
        var made = new EnumMap<Sample, T>(Sample.class);
        for (Sample sample : values()) {
            made.put(sample, making.apply(sample));
        }
        return made;
    }

    /** What was made of this one. */
    <T> T in(Map<Sample, T> made) {
        return Objects.requireNonNull(made.get(this));
    }

    /** How many observations there are. */
    int size() {
        return reported.size();
    }

    /** As the sensor says it. */
    List<ReportedObservation> reported() {
        return reported;
    }

    Payload json() {
        return json;
    }

    Payload messagePack() {
        return messagePack;
    }

    /** As the door puts it in the log. */
    ObservationRecord record() {
        return record;
    }

    /** The bytes of {@link #record}; not a copy. */
    byte[] encoded() {
        return encoded;
    }

    /** Times to the millisecond, values to a hundredth: numbers as sensors write them. */
    private static List<ReportedObservation> reported(int observations, int readings) {
        var reported = new ArrayList<ReportedObservation>();
        for (int i = 0; i < observations; i++) {
            Instant time = Instant.ofEpochMilli(Fixture.NOW.toEpochMilli() - 60_000L * (observations - i));
            Map<String, Double> values = new LinkedHashMap<>();
            for (int j = 0; j < readings; j++) {
                values.put(Fixture.READINGS.get(j), (1_230 + 17 * i + 311 * j) / 100.0);
            }
            reported.add(ReportedObservation.at(time, values));
        }
        return List.copyOf(reported);
    }

    private static Observation judged(ReportedObservation observation) {
        Instant time = observation.time();
        if (time == null) {
            throw new IllegalStateException("each observation has a time");
        }
        return new Observation(time, Clock.DEVICE, observation.readings(), observation.extra(), null);
    }
}
