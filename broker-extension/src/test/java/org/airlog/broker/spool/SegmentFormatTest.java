package org.airlog.broker.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Payload;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.TraceContext;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes of a segment: what is whole is read, what is torn or flipped is not, and what is behind it is. */
class SegmentFormatTest {

    private static final long MARKER = 0x0123_4567_89ab_cdefL;
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");

    private static final Suid SUID =
            Suid.parse("123e4567-e89b-12d3-a456-426655440000").orElseThrow();
    private static final ObservationRecordCodec CODEC =
            new ObservationRecordCodec(new Seal(List.of(SealingKey.parse("k:" + "0".repeat(64)))));
    private static final ObservationRecord OBSERVATIONS = new ObservationRecord(
            ObservationRecord.UNSIGNED,
            Trust.ROGUE,
            Source.OPENSMOG,
            NOW,
            List.of(new Observation(NOW, Clock.DEVICE, Map.of("PM10", 1.0), Map.of(), null)));

    @TempDir
    Path directory;

    @Test
    void readsWhatItWroteWhateverTheRecord() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        List<SpoolEntry> written = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            written.add(new SpoolEntry(i, NOW.plusSeconds(i), Records.random(random)));
        }

        assertThat(read(segment(written))).as("seed %d", seed).isEqualTo(written);
    }

    @Test
    void isLaidOutAsTheDocumentsSay() throws Exception {
        String chapter = Files.readString(Path.of("../docs/wire-format.md")).split("## The broker's spool\n", 2)[1];
        String example = chapter.split("```hex\n", 2)[1].split("```", 2)[0];
        var record = new LogRecord(
                Payload.ofText("key"), Payload.ofText("value"), new TreeMap<>(Map.of("h", Payload.ofText("x"))));
        byte[] segment = segment(List.of(new SpoolEntry(7, NOW, record)), 7);

        assertThat(HexFormat.of().formatHex(segment)).isEqualTo(example.replaceAll("\\s", ""));
    }

    @Test
    void aLastEntryThatIsTornAnywhereIsNotReadAndAllBeforeItAre() throws Exception {
        List<SpoolEntry> entries = numbered(3);
        byte[] whole = segment(entries);
        int last = SegmentFormat.lengthOf(entries.get(2).record());

        for (int left = 0; left < last; left++) {
            var torn = new byte[whole.length - last + left];
            System.arraycopy(whole, 0, torn, 0, torn.length);

            assertThat(read(torn)).as("%d bytes of the last entry", left).isEqualTo(entries.subList(0, 2));
        }
    }

    @Test
    void aRecordInATraceStaysThereOnTheDiskAndOneInNoneGrowsByNoByte() throws Exception {
        var context = new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true, "vendor=a");
        LogRecord traced = LogRecord.of(SUID, OBSERVATIONS, context, CODEC);
        LogRecord untraced = LogRecord.of(SUID, OBSERVATIONS, null, CODEC);

        assertThat(read(segment(List.of(new SpoolEntry(0, NOW, traced)))))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.record()).isEqualTo(traced);
                    assertThat(entry.record().headers())
                            .containsEntry("traceparent", Payload.ofText(context.parent()))
                            .containsEntry("tracestate", Payload.ofText("vendor=a"));
                });
        assertThat(untraced.headers()).containsOnlyKeys("airlog-observations");
    }

    @Test
    void aFlippedBitAnywhereCostsTheEntryThatItIsInAndNoOther() throws Exception {
        List<SpoolEntry> entries = numbered(5);
        byte[] whole = segment(entries);
        int each = SegmentFormat.lengthOf(entries.get(0).record());

        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << (at % 8));
            var expected = new ArrayList<>(entries);
            if (at >= SegmentFormat.HEADER_BYTES) {
                expected.remove((at - SegmentFormat.HEADER_BYTES) / each);
            }

            assertThat(read(flipped)).as("byte %d", at).isEqualTo(expected);
        }
    }

    @Test
    void whatLooksLikeAnEntryInsideAValueIsNeverTakenForOne() throws Exception {
        // A stranger knows the format, but not the marker of the segment that his publish will be in.
        byte[] forged = entry(new SpoolEntry(1, NOW, Records.numbered(666)), MARKER + 1);
        var carrier = new LogRecord(Payload.ofText("k"), Payload.of(forged), new TreeMap<>());
        List<SpoolEntry> entries =
                List.of(new SpoolEntry(0, NOW, carrier), new SpoolEntry(1, NOW, Records.numbered(1)));
        byte[] damaged = segment(entries);
        damaged[SegmentFormat.HEADER_BYTES + 20] ^= 1;

        assertThat(read(damaged)).containsExactly(entries.get(1));
    }

    @Test
    void garbageIsNeverReadAndNeverBreaksTheReader() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        byte[] whole = segment(numbered(20));
        for (int round = 0; round < 100; round++) {
            byte[] damaged = whole.clone();
            int from = random.nextInt(damaged.length);
            int to = Math.min(damaged.length, from + 1 + random.nextInt(200));
            for (int at = from; at < to; at++) {
                damaged[at] = (byte) random.nextInt();
            }

            assertThat(numbered(20)).as("seed %d, round %d", seed, round).containsAll(read(damaged));
        }
    }

    private List<SpoolEntry> read(byte[] bytes) throws Exception {
        Path file = directory.resolve("one.seg");
        Files.write(file, bytes);
        List<SpoolEntry> entries = new ArrayList<>();
        try (var reader = new SegmentReader(file)) {
            for (Optional<SpoolEntry> next = reader.next(bytes.length);
                    next.isPresent();
                    next = reader.next(bytes.length)) {
                entries.add(next.get());
            }
        }
        return entries;
    }

    private static List<SpoolEntry> numbered(int count) {
        List<SpoolEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(new SpoolEntry(i, NOW, Records.numbered(i)));
        }
        return entries;
    }

    private static byte[] segment(List<SpoolEntry> entries) {
        return segment(entries, 0);
    }

    private static byte[] segment(List<SpoolEntry> entries, long first) {
        int length = SegmentFormat.HEADER_BYTES
                + entries.stream()
                        .mapToInt(entry -> SegmentFormat.lengthOf(entry.record()))
                        .sum();
        var bytes = ByteBuffer.allocate(length).put(SegmentFormat.header(first, MARKER));
        entries.forEach(entry -> bytes.put(entry(entry, MARKER)));
        return bytes.array();
    }

    private static byte[] entry(SpoolEntry entry, long marker) {
        var bytes = ByteBuffer.allocate(SegmentFormat.lengthOf(entry.record()));
        SegmentFormat.write(entry, marker, bytes);
        return bytes.array();
    }
}
