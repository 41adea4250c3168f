package org.airlog.ingest.drain;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;

/**
 * Publishes of a fleet of signed sensors, which take turns: publish number <i>n</i> and all that is in it follows from <i>n</i>.
 *
 * @param sensors that take turns
 * @param batch observations a publish, of one reading each
 * @param every from one observation of a sensor to its next
 * @param begin time of everybody's first one
 */
record Workload(int sensors, int batch, Duration every, Instant begin) {

    Suid suid(long publish) {
        return new Suid(new UUID(0x5eed, publish % sensors));
    }

    UUID registration(long publish) {
        return new UUID(0xfeed, publish % sensors);
    }

    Instant time(long publish, int index) {
        return begin.plus(every.multipliedBy(publish / sensors * batch + index))
                .plus(publish % sensors, ChronoUnit.MICROS);
    }

    double value(long publish, int index) {
        return 5 + (publish * 31 + index) % 400 / 10.0;
    }

    ObservationRecord record(long publish, Instant receivedAt) {
        List<Observation> observations = new ArrayList<>(batch);
        for (int i = 0; i < batch; i++) {
            observations.add(new Observation(
                    time(publish, i), Clock.DEVICE, Map.of("PM2_5", value(publish, i)), Map.of(), null));
        }
        return new ObservationRecord(registration(publish), Trust.SIGNED, Source.OPENSMOG, receivedAt, observations);
    }
}
