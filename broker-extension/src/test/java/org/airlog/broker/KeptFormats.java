package org.airlog.broker;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.airlog.broker.sensor.SecretSeal;
import org.airlog.broker.sensor.SnapshotFile;
import org.airlog.broker.spool.Records;
import org.airlog.broker.spool.Spool;
import org.airlog.broker.spool.SpoolEntry;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecord.State;
import org.airlog.observation.codec.SensorRecordCodec;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.airlog.observation.signature.Secret;

/**
 * What a broker of the first release leaves on its disk: the files in the test resources {@code kept/0.1}, which every later
 * release must read. {@link #main} has written them; a new format gets a folder of its own, and these stay as they are.
 */
final class KeptFormats {

    static final UUID TOPIC_ID = UUID.fromString("0b7f3c1e-5a52-4c52-9f0a-7d5b0e0a1c11");
    static final Suid REGISTERED = new Suid(UUID.fromString("123e4567-e89b-12d3-a456-426655440000"));
    static final Suid ROGUE = new Suid(UUID.fromString("123e4567-e89b-12d3-a456-426655440001"));
    static final UUID REGISTRATION = UUID.fromString("00112233-4455-4677-8899-aabbccddeeff");
    static final Secret SECRET = Secret.ofText("F9954C7A7A668E16A6572B4C49DA4");
    static final Instant WRITTEN_AT = Instant.parse("2026-03-01T12:00:00Z");

    private KeptFormats() {}

    static SecretSeal seal() {
        return new SecretSeal(new Seal(List.of(SealingKey.parse("k1:" + "5a".repeat(32)))));
    }

    /** Writes them into the folder that the argument names. */
    public static void main(String... arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        try (Spool spool = Spool.open(folder.resolve("spool"), 1 << 20)) {
            for (int number = 0; number < 10; number++) {
                spool.append(Records.of(number, 40)).get();
            }
            List<SpoolEntry> drained = List.of(
                    spool.read().orElseThrow(),
                    spool.read().orElseThrow(),
                    spool.read().orElseThrow());
            spool.drained(drained.get(2).sequence() + 1, drained.size());
        }
        try (var file = new SnapshotFile(folder.resolve("sensors"))) {
            SensorRecord registered = new SensorRecord(
                    REGISTERED,
                    REGISTRATION,
                    ObservationRecord.UNSIGNED,
                    State.REGISTERED,
                    1,
                    Trust.SIGNED,
                    "Example",
                    "One",
                    "{}",
                    seal().seal(SECRET, REGISTERED, REGISTRATION),
                    null,
                    WRITTEN_AT);
            SensorRecord rogue = SensorRecord.plain(
                    ROGUE,
                    ObservationRecord.UNSIGNED,
                    ObservationRecord.UNSIGNED,
                    State.UNSIGNED,
                    0,
                    Trust.ROGUE,
                    WRITTEN_AT);
            SensorRecord used = SensorRecord.used(
                    REGISTERED, new UUID(1, 1), REGISTRATION, ObservationRecord.UNSIGNED, 1, Trust.SIGNED, WRITTEN_AT);
            file.begin(TOPIC_ID);
            file.append(0, 0, registered.key(), SensorRecordCodec.encode(registered));
            file.append(3, 2, rogue.key(), SensorRecordCodec.encode(rogue));
            file.append(4, 2, used.key(), SensorRecordCodec.encode(used));
            file.complete();
        }
    }
}
