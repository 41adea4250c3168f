package org.airlog.broker.sensor;

import static org.airlog.broker.sensor.SampleSteps.NOW;
import static org.airlog.broker.sensor.SampleSteps.registration;
import static org.airlog.broker.sensor.SampleSteps.sealWithKey;
import static org.airlog.broker.sensor.SampleSteps.secret;
import static org.airlog.broker.sensor.SampleSteps.suid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.airlog.broker.sensor.SnapshotFile.Restored;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecordCodec;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {

    private static final UUID TOPIC_ID = UUID.randomUUID();

    @TempDir
    Path folder;

    private final SecretSeal seal = sealWithKey("one");
    private final Secret secret = secret();
    private final SensorRecord registered = registration(seal, suid(), secret);
    private final Suid rogue = suid();
    private Path path = Path.of("");

    @BeforeEach
    void nameTheFile() {
        path = folder.resolve("deep").resolve("sensors");
    }

    @Test
    void isEmptyAtFirst() throws IOException {
        assertThat(restore()).isEmpty();
    }

    @Test
    void bringsBackEverySensorAndWhereToReadOn() throws IOException {
        write();

        Restored restored = restore().orElseThrow();

        assertThat(restored.topicId()).isEqualTo(TOPIC_ID);
        assertThat(restored.nextOffset()).isEqualTo(8);
        assertThat(restored.leaderEpoch()).isEqualTo(3);
        assertThat(restored.snapshot().size()).isEqualTo(2);
        assertThat(restored.snapshot().find(registered.suid())).isEqualTo(SampleSteps.registered(registered, secret));
        assertThat(restored.snapshot().find(rogue)).isEqualTo(new Sensor.Unsigned(Trust.ROGUE, SampleSteps.NOW, false));
    }

    @Test
    void growsAcrossRestarts() throws IOException {
        write();
        SensorRecord later = registration(seal, suid(), secret);
        try (var file = new SnapshotFile(path)) {
            file.restore(seal);
            file.append(20, 4, later.key(), SensorRecordCodec.encode(later));
        }

        Restored restored = restore().orElseThrow();

        assertThat(restored.nextOffset()).isEqualTo(21);
        assertThat(restored.leaderEpoch()).isEqualTo(4);
        assertThat(restored.snapshot().size()).isEqualTo(3);
    }

    @Test
    void keepsARecordThatCannotBeReadSoThatItsSensorStaysRefused() throws IOException {
        try (var file = new SnapshotFile(path)) {
            file.begin(TOPIC_ID);
            file.append(0, -1, registered.key(), null);
            file.complete();
        }

        Restored restored = restore().orElseThrow();

        assertThat(restored.snapshot().find(registered.suid())).isInstanceOf(Sensor.Unreadable.class);
        assertThat(restored.leaderEpoch()).isEqualTo(-1);
    }

    @Test
    void readsASecretAgainOnceItsKeyIsThere() throws IOException {
        write();

        Restored withoutKey = new SnapshotFile(path).restore(sealWithKey("two")).orElseThrow();
        Restored withKey = restore().orElseThrow();

        assertThat(withoutKey.snapshot().find(registered.suid())).isInstanceOf(Sensor.Unreadable.class);
        assertThat(withKey.snapshot().find(registered.suid())).isInstanceOf(Sensor.Registered.class);
    }

    @Test
    void holdsNoSecretInTheClear() throws IOException {
        write();

        String bytes = Files.readString(path, StandardCharsets.ISO_8859_1);

        assertThat(bytes).doesNotContain(secret.reveal());
        assertThat(Files.getPosixFilePermissions(path))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void isNotTakenUpBeforeTheWholeLogIsInIt() throws IOException {
        try (var file = new SnapshotFile(path)) {
            file.begin(TOPIC_ID);
            file.append(0, 0, registered.key(), SensorRecordCodec.encode(registered));
            file.sync();
        }

        assertThat(restore()).isEmpty();
        assertThat(path.getParent()).isEmptyDirectory();
    }

    @Test
    void isGoneOnceDiscarded() throws IOException {
        write();
        var file = new SnapshotFile(path);
        file.restore(seal);

        file.discard();

        assertThat(restore()).isEmpty();
    }

    /** Where Kafka has lost the registry this is the copy that can be imported; a registry only grows. */
    @Test
    void ofThoseThatWereDiscardedTheLongestIsLeftAside() throws IOException {
        write();
        byte[] whole = Files.readAllBytes(path);
        Path former = path.resolveSibling(path.getFileName() + ".former");
        new SnapshotFile(path).discard();
        assertThat(former).hasBinaryContent(whole);
        try (var file = new SnapshotFile(path)) {
            file.begin(TOPIC_ID);
            file.complete();
            file.discard();
        }

        assertThat(former).hasBinaryContent(whole);
        assertThat(path).doesNotExist();
    }

    /** The same bytes are read by airlog registry import. */
    @Test
    void readsTheFormatThatIsDocumented() throws IOException {
        Files.createDirectories(path.getParent());
        try (var golden = Objects.requireNonNull(getClass().getResourceAsStream("golden.snapshot"))) {
            Files.write(path, golden.readAllBytes());
        }

        Restored restored = restore().orElseThrow();

        assertThat(restored.topicId()).isEqualTo(UUID.fromString("11223344-5566-7788-99aa-bbccddeeff00"));
        assertThat(restored.nextOffset()).isEqualTo(10);
        assertThat(restored.leaderEpoch()).isEqualTo(-1);
    }

    @Test
    void isRefusedWithAnySingleByteFlipped() throws IOException {
        write();
        byte[] good = Files.readAllBytes(path);
        for (int i = 0; i < good.length; i++) {
            byte[] flipped = Arrays.copyOf(good, good.length);
            flipped[i] ^= 0x20;
            Files.write(path, flipped);

            assertThatThrownBy(this::restore).as("byte %s", i).isInstanceOf(IOException.class);
        }
    }

    @Test
    void isRefusedWhenCutInTheMiddleOfARecordAndWithBytesBehindItsEnd() throws IOException {
        write();
        byte[] good = Files.readAllBytes(path);
        int refused = 0;
        for (int length = 0; length < good.length; length++) {
            Files.write(path, Arrays.copyOf(good, length));
            try {
                // What is whole up to here is what was known when the record before was added.
                assertThat(restore().orElseThrow().nextOffset())
                        .as("length %s", length)
                        .isIn(0L, 6L);
            } catch (IOException cut) {
                refused++;
            }
        }
        assertThat(refused).isEqualTo(good.length - 2);

        Files.write(path, Arrays.copyOf(good, good.length + 1));
        assertThatThrownBy(this::restore).isInstanceOf(IOException.class);
    }

    private void write() throws IOException {
        SensorRecord firstUse = SensorRecord.unsigned(rogue, Trust.ROGUE, NOW);
        try (var file = new SnapshotFile(path)) {
            file.begin(TOPIC_ID);
            file.append(5, 2, registered.key(), SensorRecordCodec.encode(registered));
            file.append(7, 3, firstUse.key(), SensorRecordCodec.encode(firstUse));
            file.complete();
        }
    }

    private Optional<Restored> restore() throws IOException {
        try (var file = new SnapshotFile(path)) {
            return file.restore(seal);
        }
    }
}
