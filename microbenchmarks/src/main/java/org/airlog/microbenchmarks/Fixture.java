package org.airlog.microbenchmarks;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.airlog.broker.sensor.SecretSeal;
import org.airlog.broker.sensor.SensorSnapshot;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecordCodec;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.airlog.observation.signature.Secret;

/** One registered sensor and the registry that knows it: what all benchmarks share. */
final class Fixture {

    /** When the publishes arrive. */
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");

    static final Suid SUID = new Suid(UUID.fromString("3f2b6f0e-5a7d-4c1b-9e8f-0a1b2c3d4e5f"));
    static final UUID REGISTRATION = UUID.fromString("7d444840-9dc0-41d1-b245-5ffdce74fad2");
    static final String TOPIC = "v1/sensors/" + SUID + "/readings";

    /** What it measures, as it spells it. */
    static final List<String> READINGS = List.of("PM2_5", "PM10", "TEMP");

    private static final SecureRandom RANDOM = new SecureRandom();

    /** As long as the door makes them. */
    static final Secret SECRET = Secret.generate(RANDOM, 32);

    static final Secret OTHER_SECRET = Secret.generate(RANDOM, 32);

    static final Seal SEAL = new Seal(List.of(SealingKey.parse(SealingKey.generate("k1", RANDOM))));
    static final ObservationRecordCodec CODEC = new ObservationRecordCodec(SEAL);

    private Fixture() {}

    /** A registry that holds the sensor. */
    static SensorSnapshot registry() {
        var seal = new SecretSeal(SEAL);
        var step = new SensorRecord(
                SUID,
                REGISTRATION,
                ObservationRecord.UNSIGNED,
                SensorRecord.State.REGISTERED,
                1,
                Trust.SIGNED,
                "maker",
                "model",
                "{}",
                seal.seal(SECRET, SUID, REGISTRATION),
                null,
                NOW.minusSeconds(3_600));
        var snapshot = new SensorSnapshot(seal);
        snapshot.apply(step.key(), SensorRecordCodec.encode(step));
        return snapshot;
    }
}
