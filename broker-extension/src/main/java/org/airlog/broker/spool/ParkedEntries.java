package org.airlog.broker.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
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
        Disk.Appending to = file;
        Path at = path;
        try {
            if (to == null || at == null) {
                at = folder.newParked(entry.sequence());
                to = disk.create(at);
                file = to;
                path = at;
                to.write(SegmentFormat.header(entry.sequence(), marker));
                disk.forceFolder(folder.path());
                segments.take(SegmentFormat.HEADER_BYTES);
                filesMade.incrementAndGet();
            }
            var bytes = ByteBuffer.allocate(SegmentFormat.lengthOf(entry.record()));
            SegmentFormat.write(entry, marker, bytes);
            to.write(bytes.flip());
            to.force();
            segments.take(bytes.capacity());
            return at;
        } catch (IOException | RuntimeException failure) {
            close();
            throw failure;
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
