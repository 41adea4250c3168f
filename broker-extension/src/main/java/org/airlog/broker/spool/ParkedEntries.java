package org.airlog.broker.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Entries that the log refused for good, kept in a file like a segment: one for each life of the spool, and another after
 * a write that failed. Used by one thread.
 */
final class ParkedEntries implements AutoCloseable {

    private final SpoolFolder folder;
    private final Segments segments;
    private final Disk disk;
    private final long marker = new SecureRandom().nextLong();
    private Disk.@Nullable Appending file;
    private @Nullable Path path;
    /** Whether the file keeps anything yet. */
    private boolean isCounted;

    private final AtomicInteger filesMade = new AtomicInteger();

    ParkedEntries(SpoolFolder folder, Segments segments, Disk disk) {
        this.folder = folder;
        this.segments = segments;
        this.disk = disk;
    }

    int filesMade() {
        return filesMade.get();
    }

    /** Keeps {@code entry}, forced to the disk; tells in which file. */
    Path keep(SpoolEntry entry) throws IOException {
        try {
            Disk.Appending to = file == null ? newFile(entry.sequence()) : file;
            var bytes = ByteBuffer.allocate(SegmentFormat.lengthOf(entry.record()));
            SegmentFormat.write(entry, marker, bytes);
            to.write(bytes.flip());
            to.force();
            if (!isCounted) {
                isCounted = true;
                segments.take(SegmentFormat.HEADER_BYTES);
                filesMade.incrementAndGet();
            }
            segments.take(bytes.capacity());
            return Objects.requireNonNull(path);
        } catch (Throwable failure) {
            giveUp(failure);
            throw failure;
        }
    }

    private Disk.Appending newFile(long first) throws IOException {
        Path at = folder.newParked(first);
        Disk.Appending made = disk.create(at);
        file = made;
        path = at;
        isCounted = false;
        made.write(SegmentFormat.header(first, marker));
        disk.forceFolder(folder.path());
        return made;
    }

    /** A file in which nothing is kept goes: it is tried again every second, and names are not without end. */
    private void giveUp(Throwable failure) {
        Path empty = isCounted ? null : path;
        try {
            close();
            if (empty != null) {
                Files.deleteIfExists(empty);
            }
        } catch (IOException second) {
            failure.addSuppressed(second);
        }
    }

    @Override
    public void close() throws IOException {
        Disk.Appending last = file;
        file = null;
        path = null;
        if (last != null) {
            last.close();
        }
    }
}
