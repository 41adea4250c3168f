package org.airlog.broker.spool;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the spool in the order in which it was written, up to what has been forced to the disk. A damaged part is passed
 * over, and its segment is kept. Used by one thread.
 */
final class SpoolReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolReader.class);

    private final Segments segments;
    private @Nullable Segment segment;
    private @Nullable SegmentReader reader;
    private long startAt;
    private long frontier;

    /** Starts at {@code position}. */
    SpoolReader(Segments segments, long position) {
        this.segments = segments;
        this.startAt = position;
        this.frontier = position;
    }

    /** Sequences before this one have been read, or will never be. */
    long frontier() {
        return frontier;
    }

    /** The next entry; empty where none is there now. */
    Optional<SpoolEntry> next() throws IOException {
        while (true) {
            Segment current = segment;
            if (current == null) {
                Optional<Segment> first = segments.first();
                if (first.isEmpty()) {
                    return Optional.empty();
                }
                current = open(first.get());
            }
            Segment.Extent extent = current.extent();
            Optional<SpoolEntry> entry = nextOf(current, extent);
            if (entry.isPresent()) {
                frontier = entry.get().sequence() + 1;
                return entry;
            }
            frontier = Math.max(frontier, extent.end());
            Optional<Segment> after = extent.isComplete() ? segments.after(current.first()) : Optional.empty();
            if (after.isEmpty()) {
                return Optional.empty();
            }
            open(after.get());
        }
    }

    /** Goes back to {@code position}. */
    void rewind(long position) {
        try {
            close();
        } catch (IOException unclosed) {
            LOG.atDebug().setCause(unclosed).log("A segment could not be closed");
        }
        reader = null;
        segment = null;
        startAt = position;
        frontier = position;
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    private Segment open(Segment next) throws IOException {
        close();
        var opened = new SegmentReader(next.file());
        segment = next;
        reader = opened;
        if (!opened.isReadable()) {
            LOG.atError()
                    .addKeyValue("file", next.file())
                    .log(
                            opened.isKnown()
                                    ? "A segment of the spool is damaged and cannot be read: it is kept aside"
                                    : "A segment of the spool is of a later version: it is kept aside, unread");
            next.isFoundDamaged();
        }
        return next;
    }

    private Optional<SpoolEntry> nextOf(Segment current, Segment.Extent extent) throws IOException {
        SegmentReader from = reader;
        if (from == null) {
            return Optional.empty();
        }
        Optional<SpoolEntry> entry = from.next(extent.length());
        while (entry.isPresent() && entry.get().sequence() < startAt) {
            entry = from.next(extent.length());
        }
        if (from.damagedBytes() > 0 && !current.isDamaged()) {
            current.isFoundDamaged();
            LOG.atError()
                    .addKeyValue("file", current.file())
                    .addKeyValue("bytes", from.damagedBytes())
                    .log("A part of the spool is damaged: what is readable is drained, the segment is kept aside");
        }
        return entry;
    }
}
