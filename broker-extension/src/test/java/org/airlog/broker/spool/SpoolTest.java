package org.airlog.broker.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.airlog.broker.intake.LogUnavailableException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The spool on a real folder: what was appended survives, in its order, whatever happens to the process or the disk. */
@Timeout(60)
class SpoolTest {

    private static final long MIB = 1 << 20;
    private static final Duration SOON = Duration.ofSeconds(10);

    private final FailingDisk disk = new FailingDisk();

    @TempDir
    Path directory;

    @Test
    void whatIsAppendedIsReadInItsOrder() throws Exception {
        try (Spool spool = open(directory, MIB)) {
            appendAll(spool, 0, 1_000);

            assertThat(readAll(spool)).isEqualTo(numbers(0, 1_000));
            assertThat(spool.figures().entries()).isEqualTo(1_000);
        }
    }

    @Test
    void manyAppendsThatWaitShareOneForce() throws Exception {
        try (Spool spool = open(directory, MIB)) {
            disk.mayForce.drainPermits();
            CompletableFuture<Void> first = spool.append(Records.numbered(0));
            Awaitility.await().until(disk.mayForce::hasQueuedThreads);
            var others = new ArrayList<CompletableFuture<Void>>();
            LongStream.range(1, 1_000).forEach(number -> others.add(spool.append(Records.numbered(number))));
            assertThat(first).isNotDone();

            disk.mayForce.release(1);
            assertThat(first).succeedsWithin(SOON);
            Awaitility.await().until(disk.mayForce::hasQueuedThreads);
            assertThat(others).noneMatch(CompletableFuture::isDone);
            disk.mayForce.release(1_000);

            others.forEach(one -> assertThat(one).succeedsWithin(SOON));
            assertThat(disk.forces).hasValue(2);
        }
    }

    @Test
    void anEntryIsNotReadBeforeItWasForced() throws Exception {
        try (Spool spool = open(directory, MIB)) {
            disk.mayForce.drainPermits();
            CompletableFuture<Void> appended = spool.append(Records.numbered(1));
            Awaitility.await().until(disk.mayForce::hasQueuedThreads);

            assertThat(spool.read()).isEmpty();
            assertThat(spool.isEmpty()).isFalse();

            disk.mayForce.release(100);
            assertThat(appended).succeedsWithin(SOON);
            assertThat(spool.read()).isPresent();
        }
    }

    @Test
    void afterARestartAllIsReadThatWasNotDrained() throws Exception {
        try (Spool spool = open(directory, MIB)) {
            appendAll(spool, 0, 1_000);
            List<SpoolEntry> entries = entries(spool);
            spool.drained(entries.get(400).sequence(), 400);
        }

        try (Spool again = open(directory, MIB)) {
            assertThat(again.figures().entries()).isEqualTo(600);
            assertThat(readAll(again)).isEqualTo(numbers(400, 1_000));
            appendAll(again, 1_000, 1_010);
            assertThat(readAll(again)).isEqualTo(numbers(1_000, 1_010));
        }
    }

    @Test
    void withoutItsPositionAllThatIsThereIsReadOnceMore() throws Exception {
        try (Spool spool = open(directory, MIB)) {
            appendAll(spool, 0, 100);
            spool.drained(entries(spool).get(50).sequence(), 50);
        }
        Files.write(directory.resolve("position"), new byte[] {1, 2, 3});

        try (Spool again = open(directory, MIB)) {
            assertThat(readAll(again)).isEqualTo(numbers(0, 100));
        }
    }

    @Test
    void segmentsWhoseEntriesAreAllDrainedAreDeleted() throws Exception {
        try (Spool spool = open(directory, MIB)) {
            appendAll(spool, 0, 5_000);
            assertThat(segments()).hasSizeGreaterThan(2);
            readAll(spool);
            spool.drained(spool.readUpTo(), 5_000);
            assertThat(segments()).hasSizeLessThan(2);

            spool.tidy();

            assertThat(segments()).isEmpty();
            assertThat(spool.isEmpty()).isTrue();
            assertThat(spool.figures().bytes()).isZero();
            appendAll(spool, 0, 10);
            assertThat(readAll(spool)).isEqualTo(numbers(0, 10));
        }
    }

    @Test
    void aFullSpoolRefusesAloudAndTakesMoreWhenASegmentIsDrained() throws Exception {
        try (Spool spool = open(directory, MIB)) {
            long number = 0;
            while (number < 1_000 && isTaken(spool.append(Records.of(number, 10_000)))) {
                number++;
            }
            assertThat(number).isBetween(95L, 105L);
            assertThat(spool.figures().refusedFull()).isEqualTo(1);
            assertThat(spool.figures().isWritable()).isTrue();
            assertThat(diskUsage()).isLessThanOrEqualTo(MIB);
            assertThat(spool.append(Records.of(number, 10_000)))
                    .failsWithin(SOON)
                    .withThrowableThat()
                    .withCauseInstanceOf(LogUnavailableException.class);

            List<SpoolEntry> entries = entries(spool);
            assertThat(entries).hasSize((int) number);
            spool.drained(entries.get(50).sequence(), 50);

            appendAll(spool, number, number + 10);
            assertThat(readAll(spool)).isEqualTo(numbers(number, number + 10));
        }
    }

    @Test
    void aSpoolWithoutCapacityTakesNothingAndCanBeDrained() throws Exception {
        try (Spool spool = open(directory, MIB)) {
            appendAll(spool, 0, 10);
        }

        try (Spool none = open(directory, 0)) {
            assertThat(none.append(Records.numbered(10))).isCompletedExceptionally();
            assertThat(readAll(none)).isEqualTo(numbers(0, 10));
        }
    }

    @Test
    void aFullDiskFailsAppendsAndNothingHalfWrittenIsTakenForWholeAfterwards() throws Exception {
        try (Spool spool = open(directory, MIB)) {
            appendAll(spool, 0, 10);
            disk.room.set(50);
            assertThat(spool.append(Records.numbered(666)))
                    .failsWithin(SOON)
                    .withThrowableThat()
                    .withCauseInstanceOf(LogUnavailableException.class);
            assertThat(spool.append(Records.numbered(667))).failsWithin(SOON);
            assertThat(spool.figures().isWritable()).isFalse();
            assertThat(readAll(spool)).isEqualTo(numbers(0, 10));

            disk.room.set(Long.MAX_VALUE);
            appendAll(spool, 10, 20);

            assertThat(spool.figures().isWritable()).isTrue();
            assertThat(readAll(spool)).isEqualTo(numbers(10, 20));
            spool.drained(spool.readUpTo(), 20);
            assertThat(spool.isEmpty()).isTrue();
        }
    }

    @Test
    void whatWasHalfWrittenIsPassedOverAfterARestartEvenWhereItCouldNotBeCut() throws Exception {
        disk.failsToCut = true;
        try (Spool spool = open(directory, MIB)) {
            appendAll(spool, 0, 10);
            disk.room.set(50);
            assertThat(spool.append(Records.numbered(666))).failsWithin(SOON);
            disk.room.set(Long.MAX_VALUE);
            appendAll(spool, 10, 20);
        }

        try (Spool again = open(directory, MIB)) {
            assertThat(readAll(again)).isEqualTo(numbers(0, 20));
        }
    }

    @Test
    void anAppendWhoseForceFailedHasFailed() throws Exception {
        try (Spool spool = open(directory, MIB)) {
            appendAll(spool, 0, 10);
            disk.failsToForce = true;
            assertThat(spool.append(Records.numbered(666))).failsWithin(SOON);

            disk.failsToForce = false;
            appendAll(spool, 10, 20);

            assertThat(readAll(spool)).isEqualTo(numbers(0, 20));
        }
    }

    @Test
    void whatIsAppendedBehindAWriteThatAnErrorEndedIsReadAllTheSame() throws Exception {
        try (Spool spool = open(directory, MIB)) {
            appendAll(spool, 0, 1);
            disk.runsOutOfMemory = true;
            assertThat(spool.append(Records.numbered(1))).failsWithin(SOON);

            appendAll(spool, 2, 4);

            assertThat(readAll(spool)).containsExactly(0L, 2L, 3L);
        }
    }

    /** A name that is not on the disk takes all with it that was forced below it. */
    @Test
    void theNameOfANewFolderIsForcedAsWell() throws Exception {
        Path folder = directory.resolve("data").resolve("spool");

        try (Spool spool = open(folder, MIB)) {
            assertThat(disk.forcedFolders).contains(directory, directory.resolve("data"));
            appendAll(spool, 0, 1);
        }
    }

    @Test
    void aTornEndIsCutOffAndCountedAndItsSequenceIsUsedAgain() throws Exception {
        try (Spool spool = open(directory, MIB)) {
            appendAll(spool, 0, 10);
        }
        Path last = segments().get(0);
        long length = Files.size(last);
        try (var channel = FileChannel.open(last, StandardOpenOption.WRITE)) {
            channel.truncate(length - 3);
        }

        try (Spool again = open(directory, MIB)) {
            assertThat(again.figures().tornTails()).isEqualTo(1);
            assertThat(again.figures().entries()).isEqualTo(9);
            appendAll(again, 9, 12);
            assertThat(readAll(again)).isEqualTo(numbers(0, 12));
        }
        try (Spool third = open(directory, MIB)) {
            assertThat(third.figures().tornTails()).isZero();
            assertThat(readAll(third)).isEqualTo(numbers(0, 12));
            third.drained(third.readUpTo(), 12);
            assertThat(third.figures().damagedFiles()).isZero();
        }
    }

    @Test
    void aSegmentThatWasJustBeingMadeIsNoDamage() throws Exception {
        Files.createDirectories(directory);
        Files.write(directory.resolve("00000000000000000000.seg"), new byte[17]);

        try (Spool spool = open(directory, MIB)) {
            assertThat(spool.isEmpty()).isTrue();
            assertThat(segments()).isEmpty();
            appendAll(spool, 0, 3);
            assertThat(readAll(spool)).isEqualTo(numbers(0, 3));
            assertThat(spool.figures().damagedFiles()).isZero();
        }
    }

    @Test
    void aDamagedPartOfAnEarlierSegmentIsPassedOverAndKeptAside() throws Exception {
        int entryLength = SegmentFormat.lengthOf(Records.numbered(0));
        try (Spool spool = open(directory, MIB)) {
            appendAll(spool, 0, 5_000);
        }
        byte[] bytes = Files.readAllBytes(segments().get(0));
        bytes[SegmentFormat.HEADER_BYTES + 100 * entryLength + 40] ^= 1;
        Files.write(segments().get(0), bytes);
        List<Long> expected = new ArrayList<>(numbers(0, 5_000));
        expected.remove(100);

        try (Spool again = open(directory, MIB)) {
            assertThat(readAll(again)).isEqualTo(expected);
            again.drained(again.readUpTo(), expected.size());
            again.tidy();

            assertThat(again.isEmpty()).isTrue();
            assertThat(again.figures().damagedFiles()).isEqualTo(1);
            assertThat(directory.resolve("damaged-00000000000000000000.seg")).hasBinaryContent(bytes);
        }
        try (Spool third = open(directory, MIB)) {
            assertThat(third.figures().damagedFiles()).isEqualTo(1);
            assertThat(third.isEmpty()).isTrue();
        }
    }

    @Test
    void aSegmentOfALaterVersionIsKeptAsideUnread() throws Exception {
        byte[] later = SegmentFormat.header(0, 1).array();
        later[11] = 2;
        var crc = new CRC32C();
        crc.update(later, 0, 28);
        ByteBuffer.wrap(later).putInt(28, (int) crc.getValue());
        byte[] bytes = Arrays.copyOf(later, 100);
        Files.write(directory.resolve("00000000000000000000.seg"), bytes);

        try (Spool spool = open(directory, MIB)) {
            assertThat(spool.read()).isEmpty();
            spool.drained(spool.readUpTo(), 0);

            assertThat(spool.isEmpty()).isTrue();
            assertThat(directory.resolve("damaged-00000000000000000000.seg")).hasBinaryContent(bytes);
        }
    }

    @Test
    void whatTheLogRefusesForGoodIsKeptInAFileOfItsOwn() throws Exception {
        try (Spool spool = open(directory, MIB)) {
            appendAll(spool, 0, 3);
            List<SpoolEntry> entries = entries(spool);
            spool.park(entries.get(1), new IOException("too large"));
            spool.park(entries.get(2), new IOException("too large"));
            spool.drained(spool.readUpTo(), 1);
            assertThat(spool.figures().parked()).isEqualTo(2);
            assertThat(spool.figures().parkedFiles()).isEqualTo(1);
        }
        Path parked = directory.resolve("parked-00000000000000000001.seg");
        try (var reader = new SegmentReader(parked)) {
            long length = Files.size(parked);
            assertThat(Records.numberOf(reader.next(length).orElseThrow().record()))
                    .isEqualTo(1);
            assertThat(Records.numberOf(reader.next(length).orElseThrow().record()))
                    .isEqualTo(2);
            assertThat(reader.next(length)).isEmpty();
        }
        try (Spool again = open(directory, MIB)) {
            assertThat(again.isEmpty()).isTrue();
            assertThat(again.figures().parkedFiles()).isEqualTo(1);
        }
    }

    @Test
    void whatCannotBeParkedNowLeavesNoFileAndIsParkedOnceThereIsRoom() throws Exception {
        try (Spool spool = open(directory, MIB)) {
            appendAll(spool, 0, 1);
            SpoolEntry entry = entries(spool).get(0);
            disk.room.set(SegmentFormat.HEADER_BYTES);
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThatThrownBy(() -> spool.park(entry, new IOException("too large")))
                        .isInstanceOf(IOException.class);
            }
            assertThat(directory).isDirectoryNotContaining("glob:**parked-*");
            assertThat(spool.figures().parkedFiles()).isZero();
            disk.room.set(Long.MAX_VALUE);

            spool.park(entry, new IOException("too large"));

            assertThat(spool.figures().parkedFiles()).isEqualTo(1);
            assertThat(directory).isDirectoryContaining("glob:**parked-00000000000000000000.seg");
        }
    }

    @Test
    void twoSpoolsCannotShareAFolder() throws Exception {
        try (Spool spool = open(directory, MIB)) {
            assertThatThrownBy(() -> open(directory, MIB)).isInstanceOf(IOException.class);
            appendAll(spool, 0, 1);
        }
    }

    @Test
    void filesAreReadableToTheirOwnerAlone() throws Exception {
        try (Spool spool = open(directory, MIB)) {
            appendAll(spool, 0, 1);

            assertThat(Files.getPosixFilePermissions(segments().get(0)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(Files.getPosixFilePermissions(directory))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aCopyThatIsTakenWhileItIsWrittenHoldsAllThatWasAppendedBefore() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        Path source = directory.resolve("source");
        try (Spool spool = open(source, 8 * MIB)) {
            var unheard = new ArrayList<CompletableFuture<Void>>();
            for (int round = 0; round < 8; round++) {
                long from = round * 200L;
                LongStream.range(from, from + 200)
                        .forEach(number -> unheard.add(spool.append(Records.of(number, random.nextInt(3_000)))));
                long acknowledged = unheard.stream()
                        .takeWhile(one -> one.isDone() && !one.isCompletedExceptionally())
                        .count();
                Path copy = directory.resolve("copy" + round);
                copy(source, copy);

                try (Spool recovered = open(copy, 8 * MIB)) {
                    List<Long> read = readAll(recovered);
                    assertThat(read)
                            .as("seed %d, round %d", seed, round)
                            .hasSizeGreaterThanOrEqualTo((int) acknowledged)
                            .isEqualTo(numbers(0, read.size()));
                }
            }
            unheard.forEach(one -> assertThat(one).succeedsWithin(SOON));
        }
    }

    @Test
    void afterItIsClosedNothingIsAppended() throws Exception {
        Spool spool = open(directory, MIB);
        spool.close();

        assertThat(spool.append(Records.numbered(0)))
                .failsWithin(SOON)
                .withThrowableThat()
                .withCauseInstanceOf(LogUnavailableException.class);
    }

    private Spool open(Path folder, long capacity) throws IOException {
        return Spool.open(folder, capacity, disk, InstantSource.system());
    }

    private static boolean isTaken(CompletableFuture<Void> appended) {
        return appended.handle((done, failure) -> failure == null).join();
    }

    private static void appendAll(Spool spool, long from, long to) {
        var appended = new ArrayList<CompletableFuture<Void>>();
        LongStream.range(from, to).forEach(number -> {
            appended.add(spool.append(Records.numbered(number)));
            if (appended.size() % 1_000 == 0) {
                appended.forEach(CompletableFuture::join);
            }
        });
        appended.forEach(one -> assertThat(one).succeedsWithin(SOON));
    }

    private static List<SpoolEntry> entries(Spool spool) throws IOException {
        List<SpoolEntry> entries = new ArrayList<>();
        for (Optional<SpoolEntry> next = spool.read(); next.isPresent(); next = spool.read()) {
            entries.add(next.get());
        }
        return entries;
    }

    private static List<Long> readAll(Spool spool) throws IOException {
        return entries(spool).stream()
                .map(entry -> Records.numberOf(entry.record()))
                .toList();
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d+\\.seg"))
                    .sorted()
                    .toList();
        }
    }

    private long diskUsage() throws IOException {
        long bytes = 0;
        for (Path segment : segments()) {
            bytes += Files.size(segment);
        }
        return bytes;
    }

    /** As a crash of the process would leave it: the names first, then what each file holds by then. */
    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
