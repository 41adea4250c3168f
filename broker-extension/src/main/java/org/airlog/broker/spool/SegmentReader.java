package org.airlog.broker.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads the entries of one segment, one after the other, and passes over what is damaged. Holds a quarter of a MiB of the
 * file, or the whole rest of it while it looks for the end of a damage. Used by one thread.
 */
final class SegmentReader implements Closeable {

    private static final int AHEAD_BYTES = 256 * 1024;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final FileChannel channel;
    private final boolean isReadable;
    private final boolean isKnown;
    private final long marker;
    private long offset = SegmentFormat.HEADER_BYTES;
    private long wholeUpTo = SegmentFormat.HEADER_BYTES;
    private long damagedBytes;
    private ByteBuffer window = NOTHING;
    private long windowAt;

    /** Reads the header. A segment whose header is damaged is known by its first entry. */
    SegmentReader(Path file) throws IOException {
        this.channel = FileChannel.open(file);
        try {
            long length = channel.size();
            ByteBuffer start = window(0, Math.min(length, SegmentFormat.HEADER_BYTES), length);
            var header = SegmentFormat.readHeader(start);
            this.isKnown = header.map(SegmentFormat.Header::isKnown).orElse(true);
            this.marker = header.isPresent() ? header.get().marker() : firstBytes(length);
            this.isReadable = header.isPresent() ? isKnown : startsWithAnEntry(length);
            if (header.isEmpty()) {
                damagedBytes = Math.min(length, SegmentFormat.HEADER_BYTES);
            }
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    /** Whether anything in it can be read: if not, {@link #next} finds nothing. */
    boolean isReadable() {
        return isReadable;
    }

    /** Whether its version is known. */
    boolean isKnown() {
        return isKnown;
    }

    /** Where the last entry ended that was read: what lies behind it is torn, if it is the end of the spool. */
    long wholeUpTo() {
        return wholeUpTo;
    }

    /** How many bytes were passed over, as they are no whole entry. */
    long damagedBytes() {
        return damagedBytes;
    }

    /** The next entry among the first {@code limit} bytes of the file; empty where there is none now. */
    Optional<SpoolEntry> next(long limit) throws IOException {
        while (isReadable && offset < limit) {
            Optional<SpoolEntry> entry = entryAt(offset, limit);
            if (entry.isPresent()) {
                offset += SegmentFormat.lengthOf(entry.get().record());
                wholeUpTo = offset;
                return entry;
            }
            int distance = SegmentFormat.distanceToNext(window(offset, limit - offset, limit), marker);
            long damage = distance < 0 ? limit - offset : distance;
            damagedBytes += damage;
            offset += damage;
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private Optional<SpoolEntry> entryAt(long at, long limit) throws IOException {
        ByteBuffer head = window(at, Math.min(SegmentFormat.HEAD_BYTES, limit - at), limit);
        long length = SegmentFormat.claimedLength(head);
        return length > limit - at ? Optional.empty() : SegmentFormat.read(window(at, length, limit), marker);
    }

    private long firstBytes(long length) throws IOException {
        long at = SegmentFormat.HEADER_BYTES;
        return length - at < Long.BYTES ? 0 : window(at, Long.BYTES, length).getLong();
    }

    private boolean startsWithAnEntry(long length) throws IOException {
        long at = SegmentFormat.HEADER_BYTES;
        return at < length && entryAt(at, length).isPresent();
    }

    /** {@code count} bytes of the file from {@code at}, read with some more, up to {@code limit}. */
    private ByteBuffer window(long at, long count, long limit) throws IOException {
        if (at < windowAt || at + count > windowAt + window.capacity()) {
            int size = (int) Math.min(limit - at, Math.max(count, AHEAD_BYTES));
            ByteBuffer read = ByteBuffer.allocate(size);
            while (read.hasRemaining()) {
                if (channel.read(read, at + read.position()) < 0) {
                    throw new IOException("the segment is shorter than it was");
                }
            }
            window = read;
            windowAt = at;
        }
        int from = (int) (at - windowAt);
        ByteBuffer part = window.duplicate();
        part.position(from).limit(from + (int) count);
        return part;
    }
}
