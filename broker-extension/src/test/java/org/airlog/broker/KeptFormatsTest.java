package org.airlog.broker;

import static org.airlog.broker.KeptFormats.REGISTERED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;
import org.airlog.broker.sensor.Sensor;
import org.airlog.broker.sensor.SnapshotFile;
import org.airlog.broker.sensor.SnapshotFile.Restored;
import org.airlog.broker.spool.Records;
import org.airlog.broker.spool.Spool;
import org.airlog.broker.spool.SpoolEntry;
import org.airlog.observation.Payload;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker takes up what an earlier release has left, byte for byte as that one wrote it; and leaves alone what a later one
 * has, so that nothing of it is lost.
 */
class KeptFormatsTest {

    private static final String SEGMENT = "00000000000000000000.seg";
    private static final int VERSION_AT = 11;
    private static final int HEADER_CHECKSUM_AT = 28;

    @TempDir
    Path folder;

    @Test
    void drainsTheSpoolOfTheFirstRelease() throws Exception {
        keep("spool/" + SEGMENT);
        keep("spool/position");

        try (Spool spool = Spool.open(folder.resolve("spool"), 1 << 20)) {
            assertThat(numbers(spool)).isEqualTo(LongStream.range(3, 10).boxed().toList());
            assertThat(spool.figures().damagedFiles()).isZero();
        }
    }

    @Test
    void takesUpTheRegistryOfTheFirstRelease() throws Exception {
        keep("sensors");

        Restored restored = restore().orElseThrow();

        assertThat(restored.topicId()).isEqualTo(KeptFormats.TOPIC_ID);
        assertThat(restored.nextOffset()).isEqualTo(5);
        assertThat(restored.leaderEpoch()).isEqualTo(2);
        assertThat(restored.snapshot().undecodableRecords()).isZero();
        assertThat(restored.snapshot().size()).isEqualTo(2);
        assertThat(restored.snapshot().find(REGISTERED)).isInstanceOfSatisfying(Sensor.Registered.class, sensor -> {
            assertThat(sensor.registration()).isEqualTo(KeptFormats.REGISTRATION);
            assertThat(sensor.secret()).isEqualTo(Secret.ofText("F9954C7A7A668E16A6572B4C49DA4"));
            assertThat(sensor.standing().isSettled()).isTrue();
        });
        assertThat(restored.snapshot().find(KeptFormats.ROGUE)).isInstanceOf(Sensor.Unsigned.class);
    }

    /** As docs/operations.md tells to do after a roll-back across a new format of the spool. */
    @Test
    void aSegmentOfALaterReleaseIsKeptAndDrainedByThatReleaseOnceItIsPutBack() throws Exception {
        keep("spool/" + SEGMENT);
        Path spoolFolder = folder.resolve("spool");
        setVersion(spoolFolder.resolve(SEGMENT), 2);
        try (Spool old = Spool.open(spoolFolder, 1 << 20)) {
            assertThat(old.read()).isEmpty();
            old.drained(old.readUpTo(), 0);
            old.append(Records.numbered(100)).get();
            assertThat(numbers(old)).containsExactly(100L);
            old.drained(old.readUpTo(), 1);
        }
        assertThat(spoolFolder.resolve("damaged-" + SEGMENT)).exists();

        Files.move(spoolFolder.resolve("damaged-" + SEGMENT), spoolFolder.resolve(SEGMENT));
        Files.delete(spoolFolder.resolve("position"));
        // The later release knows its version, as this one knows 1.
        setVersion(spoolFolder.resolve(SEGMENT), 1);
        try (Spool later = Spool.open(spoolFolder, 1 << 20)) {
            assertThat(numbers(later))
                    .containsAll(LongStream.range(0, 10).boxed().toList());
        }
    }

    @Test
    void aRegistryFileOfALaterReleaseIsRefusedAndLeftToBeReadFromTheLogAnew() throws Exception {
        keep("sensors");
        byte[] bytes = Files.readAllBytes(folder.resolve("sensors"));
        bytes[7] = '2'; // AIRLOGS2
        Files.write(folder.resolve("sensors"), bytes);

        assertThat(catchThrowable(this::restore)).isInstanceOf(IOException.class);
        assertThat(folder.resolve("sensors")).hasBinaryContent(bytes);
    }

    /** A registry record of a later version: its sensor is refused for now, and nobody else. */
    @Test
    void aStepOfALaterVersionMakesItsSensorUnavailableAndNoOther() throws Exception {
        keep("sensors");
        Restored restored = restore().orElseThrow();
        byte[] key = new byte[32];
        System.arraycopy(REGISTERED.toBytes(), 0, key, 0, 16);

        restored.snapshot().apply(key, new byte[] {(byte) 0x92, 2, (byte) 0xc0});

        assertThat(restored.snapshot().find(REGISTERED)).isInstanceOf(Sensor.Unreadable.class);
        assertThat(restored.snapshot().find(KeptFormats.ROGUE)).isInstanceOf(Sensor.Unsigned.class);
        assertThat(restored.snapshot().undecodableRecords()).isOne();
    }

    private Optional<Restored> restore() throws IOException {
        try (var file = new SnapshotFile(folder.resolve("sensors"))) {
            return file.restore(KeptFormats.seal());
        }
    }

    private void keep(String name) throws IOException {
        Path target = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        try (InputStream kept = KeptFormatsTest.class.getResourceAsStream("/kept/0.1/" + name)) {
            Files.copy(Objects.requireNonNull(kept, name), target);
        }
    }

    private static void setVersion(Path segment, int version) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        bytes[VERSION_AT] = (byte) version;
        var checksum = new CRC32C();
        checksum.update(bytes, 0, HEADER_CHECKSUM_AT);
        ByteBuffer.wrap(bytes).putInt(HEADER_CHECKSUM_AT, (int) checksum.getValue());
        Files.write(segment, bytes);
    }

    private static List<Long> numbers(Spool spool) throws IOException {
        var numbers = new ArrayList<Long>();
        for (Optional<SpoolEntry> entry = spool.read(); entry.isPresent(); entry = spool.read()) {
            assertThat(entry.get().record().key()).isEqualTo(Payload.of(new byte[16]));
            numbers.add(Records.numberOf(entry.get().record()));
        }
        return numbers;
    }
}
