package org.airlog.broker.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.airlog.broker.spool.Segment.Extent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an earlier life left in the folder, made ready to be drained.
 *
 * <p>Only the last segment is read through: every one before it was forced as a whole before the next was made. What lies
 * behind its last whole entry was being written when that life ended, so nobody was told that it is safe: it is cut off.
 * Damage anywhere else is met when it is drained. All segments are complete; the first new entry starts another one.
 */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final SpoolFolder folder;
    private final Segments segments;
    private int tornTails;

    Recovery(SpoolFolder folder, Segments segments) {
        this.folder = folder;
        this.segments = segments;
    }

    /** Ends of segments that were cut off. */
    int tornTails() {
        return tornTails;
    }

    /** Finds the segments, and what the files that are kept aside take of the capacity. */
    void run() throws IOException {
        for (Path aside : folder.aside()) {
            segments.take(Files.size(aside));
        }
        List<Path> found = folder.segments();
        for (int i = 0; i + 1 < found.size(); i++) {
            add(found.get(i), SpoolFolder.firstOf(found.get(i + 1)));
        }
        if (!found.isEmpty()) {
            recoverLast(found.get(found.size() - 1));
        }
    }

    private void add(Path file, long end) throws IOException {
        long length = Files.size(file);
        segments.take(length);
        segments.add(new Segment(file, SpoolFolder.firstOf(file), new Extent(length, end, true)));
    }

    private void recoverLast(Path file) throws IOException {
        long first = SpoolFolder.firstOf(file);
        long length = Files.size(file);
        long end = first;
        long wholeUpTo;
        try (var reader = new SegmentReader(file)) {
            if (!reader.isReadable() && length > SegmentFormat.HEADER_BYTES) {
                // Its header had been forced before there was an entry: this is no torn end. The reader keeps it aside.
                add(file, first + 1);
                return;
            }
            for (Optional<SpoolEntry> entry = reader.next(length); entry.isPresent(); entry = reader.next(length)) {
                end = entry.get().sequence() + 1;
            }
            wholeUpTo = end == first ? 0 : reader.wholeUpTo();
        }
        if (wholeUpTo < length && length > SegmentFormat.HEADER_BYTES) {
            tornTails++;
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("bytes", length - Math.max(wholeUpTo, SegmentFormat.HEADER_BYTES))
                    .log("The end of the spool was torn, never acknowledged, and is cut off");
        }
        if (end == first) {
            Files.delete(file);
            return;
        }
        if (wholeUpTo < length) {
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(wholeUpTo);
                channel.force(true);
            }
        }
        add(file, end);
    }
}
