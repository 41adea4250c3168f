package org.airlog.broker.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.airlog.broker.spool.Segment.Extent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segment that is being written, and the numbers of its entries; made with the first batch, and anew when it is full.
 *
 * <p>After a write or a force that failed nothing is known of the end of the file: it is cut at the last whole entry, never
 * written again, and the next batch starts another one. The sequences of the failed batch are left out. Thread-safe: a
 * caller waits for the disk.
 */
final class ActiveSegment implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ActiveSegment.class);

    private final SpoolFolder folder;
    private final Segments segments;
    private final Disk disk;
    private final int segmentBytes;
    private final SecureRandom random = new SecureRandom();
    private @Nullable Open open;
    private long next;

    /** {@code next} is the first sequence that is free. */
    ActiveSegment(SpoolFolder folder, Segments segments, Disk disk, int segmentBytes, long next) {
        this.folder = folder;
        this.segments = segments;
        this.disk = disk;
        this.segmentBytes = segmentBytes;
        this.next = next;
    }

    private record Open(Segment segment, Disk.Appending file, long marker) {}

    /** Writes {@code records} and forces them to the disk, all of them or none. */
    synchronized void write(List<LogRecord> records, Instant now) throws IOException {
        Open to = openSegment();
        var bytes = ByteBuffer.allocate(
                records.stream().mapToInt(SegmentFormat::lengthOf).sum());
        for (LogRecord record : records) {
            SegmentFormat.write(new SpoolEntry(next, now, record), to.marker(), bytes);
            next++;
        }
        try {
            to.file().write(bytes.flip());
            to.file().force();
        } catch (Throwable failure) { // an Error too: memory outside of the heap may run out between two parts
            cut(to);
            throw failure;
        }
        to.segment().extend(bytes.limit(), next);
    }

    /** Completes the segment if all in it is drained, so that it can be deleted. */
    synchronized void completeIfDrained(long position) {
        if (open != null && open.segment().extent().end() <= position && hasEntries(open.segment())) {
            complete(open);
        }
    }

    @Override
    public synchronized void close() {
        if (open != null) {
            complete(open);
        }
    }

    private Open openSegment() throws IOException {
        if (open != null && open.segment().extent().length() >= segmentBytes) {
            complete(open);
        }
        Open current = open;
        if (current == null) {
            current = newSegment();
            open = current;
        }
        return current;
    }

    private Open newSegment() throws IOException {
        long first = next;
        next++; // should this fail, its name may be taken
        long marker = random.nextLong();
        Path path = folder.segment(first);
        Disk.Appending file = disk.create(path);
        try {
            file.write(SegmentFormat.header(first, marker));
            file.force();
            disk.forceFolder(folder.path());
        } catch (IOException | RuntimeException failure) {
            try (file) {
                Files.deleteIfExists(path);
            } catch (IOException second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
        next = first;
        segments.take(SegmentFormat.HEADER_BYTES);
        var segment = new Segment(path, first, new Extent(SegmentFormat.HEADER_BYTES, first, false));
        segments.add(segment);
        return new Open(segment, file, marker);
    }

    private void cut(Open failed) {
        try {
            failed.file().truncate(failed.segment().extent().length());
            failed.file().force();
        } catch (IOException uncut) {
            LOG.atDebug().setCause(uncut).log("The end of a segment could not be cut");
        }
        complete(failed);
    }

    private void complete(Open last) {
        try {
            last.file().close();
        } catch (IOException unclosed) {
            LOG.atDebug().setCause(unclosed).log("A segment could not be closed");
        }
        last.segment().complete();
        open = null;
    }

    private static boolean hasEntries(Segment segment) {
        return segment.extent().end() > segment.first();
    }
}
