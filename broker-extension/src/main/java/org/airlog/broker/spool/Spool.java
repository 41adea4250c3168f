package org.airlog.broker.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.airlog.broker.intake.LogUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records on the disk that wait for the log: a queue of bounded size that survives this process and its machine.
 *
 * <p>A record is appended when it has been forced to the disk, together with all that waited with it. Entries are read in
 * the order in which they were appended, and are given back by {@link #drained}: files whose entries are all drained are
 * deleted. After a restart all that was not given back is read again, and a little of what was. Files are readable to
 * their owner alone.
 *
 * <p>{@link #append} and {@link #figures} may be called by any thread and never block. The rest belongs to one thread, the
 * one that drains. Where the disk is full or fails, appends fail until it is well again.
 */
public final class Spool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

    private static final int MAX_SEGMENT_BYTES = 16 << 20;
    private static final int SEGMENTS_AT_LEAST = 8;

    private final SpoolFolder folder;
    private final Segments segments;
    private final ReadPosition stored;
    private final ActiveSegment active;
    private final SpoolWriter writer;
    private final SpoolReader reader;
    private final ParkedEntries parkedEntries;
    private final Tally tally = new Tally();
    private final int parkedFilesFound;
    private final AtomicInteger damagedFiles = new AtomicInteger();
    private final int tornTails;
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private volatile long position;

    private Spool(SpoolFolder folder, long capacityBytes, Disk disk, InstantSource clock) throws IOException {
        this.folder = folder;
        this.segments = new Segments(capacityBytes);
        var recovery = new Recovery(folder, segments);
        recovery.run();
        this.tornTails = recovery.tornTails();
        this.stored = new ReadPosition(folder.position());
        long first = segments.first().map(Segment::first).orElse(0L);
        this.position = Math.max(stored.get(), first);
        this.reader = new SpoolReader(segments, position);
        this.parkedEntries = new ParkedEntries(folder, segments, disk);
        int segmentBytes = (int) Math.min(MAX_SEGMENT_BYTES, capacityBytes / SEGMENTS_AT_LEAST);
        long next = Math.max(position, segments.end());
        this.active = new ActiveSegment(folder, segments, disk, segmentBytes, next);
        this.writer = new SpoolWriter(active, segments, clock, tally);
        List<Path> aside = folder.aside();
        this.parkedFilesFound =
                (int) aside.stream().filter(SpoolFolder::isParked).count();
        this.damagedFiles.set(aside.size() - parkedFilesFound);
        tellWhatIsFound();
    }

    /** Whether {@code folder} holds entries that wait. */
    public static boolean isLeftIn(Path folder) throws IOException {
        return SpoolFolder.holdsSegments(folder);
    }

    /**
     * Opens the spool in {@code folder}, makes it if it is not there, and takes what an earlier life left there.
     *
     * @param capacityBytes the most that its files may take; 0: it can be drained, and takes nothing
     * @throws IOException where another process has it, or the folder cannot be read
     */
    public static Spool open(Path folder, long capacityBytes) throws IOException {
        return open(folder, capacityBytes, Disk.REAL, InstantSource.system());
    }

    static Spool open(Path folder, long capacityBytes, Disk disk, InstantSource clock) throws IOException {
        var locked = new SpoolFolder(folder, disk);
        try {
            var spool = new Spool(locked, capacityBytes, disk, clock);
            spool.writer.start();
            return spool;
        } catch (IOException | RuntimeException failure) {
            locked.close();
            throw failure;
        }
    }

    /**
     * Appends {@code record}: completes, on the spool's thread, when it has been forced to the disk, and fails with {@link
     * LogUnavailableException} where there is no room or the disk fails.
     */
    public CompletableFuture<Void> append(LogRecord record) {
        return writer.append(record);
    }

    /** Whether it can take anything at all. */
    public boolean hasCapacity() {
        return segments.capacityBytes() > 0;
    }

    /** The next entry that has not been read; empty where there is none now. */
    public Optional<SpoolEntry> read() throws IOException {
        return reader.next();
    }

    /** Reads again from the first entry that is not drained. */
    public void rewind() {
        reader.rewind(position);
    }

    /** Sequences before this one have been read, or will never be. */
    public long readUpTo() {
        return reader.frontier();
    }

    /** The log has {@code count} more entries, and with them all whose sequence is below {@code sequence}. */
    public void drained(long sequence, int count) throws IOException {
        tally.drained.add(count);
        position = Math.max(position, sequence);
        for (var first = segments.first(); first.isPresent() && isDrained(first.get()); first = segments.first()) {
            drop(first.get());
        }
        stored.set(position);
    }

    /** Keeps {@code entry} in a file of its own kind, for somebody to look at: the log will never take it. */
    public void park(SpoolEntry entry, Throwable why) throws IOException {
        Path file = parkedEntries.keep(entry);
        tally.parked.increment();
        LOG.atError()
                .setCause(why)
                .addKeyValue("file", file)
                .addKeyValue("bytes", entry.record().length())
                .log("An acknowledged record is refused by Kafka for good, and is parked");
    }

    /** Whether nothing waits, neither to be written nor to be drained. */
    public boolean isEmpty() {
        return writer.isIdle() && entries() == 0;
    }

    /** Entries that wait to be drained. */
    public long entries() {
        return Math.max(0, segments.end() - position);
    }

    /** Lets the file go that is being written, if all of it is drained. */
    public void tidy() throws IOException {
        active.completeIfDrained(position);
        drained(position, 0);
    }

    /** What it holds and has done. */
    public SpoolFigures figures() {
        boolean hasRoom = segments.takenBytes() < segments.capacityBytes();
        return new SpoolFigures(
                entries(),
                segments.takenBytes(),
                segments.capacityBytes(),
                hasRoom && !writer.isFailing(),
                tally.appended.sum(),
                tally.drained.sum(),
                tally.parked.sum(),
                parkedFilesFound + parkedEntries.filesMade(),
                damagedFiles.get(),
                tornTails,
                tally.refusedFull.sum(),
                tally.failed.sum(),
                tally.forces.sum());
    }

    /** Writes what waits to be written and closes; tells what stays. */
    @Override
    public void close() throws IOException {
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        writer.close();
        try (folder;
                stored;
                reader;
                parkedEntries) {
            if (!isEmpty()) {
                LOG.atWarn()
                        .addKeyValue("folder", folder.path())
                        .addKeyValue("entries", entries())
                        .addKeyValue("bytes", segments.takenBytes())
                        .log("Acknowledged records stay in the spool: they are drained when a broker starts on it");
            } else {
                tidy();
            }
        }
    }

    private boolean isDrained(Segment segment) {
        Segment.Extent extent = segment.extent();
        return extent.isComplete() && extent.end() <= position && reader.frontier() >= extent.end();
    }

    private void drop(Segment segment) throws IOException {
        if (segment.isDamaged()) {
            Path kept = folder.setAside(segment);
            damagedFiles.incrementAndGet();
            LOG.atError().addKeyValue("file", kept).log("A damaged segment of the spool is kept under another name");
        } else {
            Files.deleteIfExists(segment.file());
            segments.release(segment.extent().length());
        }
        segments.remove(segment);
    }

    private void tellWhatIsFound() {
        if (entries() > 0) {
            LOG.atWarn()
                    .addKeyValue("folder", folder.path())
                    .addKeyValue("entries", entries())
                    .addKeyValue("bytes", segments.takenBytes())
                    .log("Acknowledged records of an earlier life are in the spool: they are drained first");
        }
        if (parkedFilesFound + damagedFiles.get() > 0) {
            LOG.atError()
                    .addKeyValue("folder", folder.path())
                    .addKeyValue("parkedFiles", parkedFilesFound)
                    .addKeyValue("damagedFiles", damagedFiles.get())
                    .log("The spool keeps records that nobody has looked at");
        }
    }
}
