package org.airlog.broker.spool;

import java.nio.file.Path;

/** A file of the spool, and how much of it counts. Written by the writer, read by the reader. */
final class Segment {

    private final Path file;
    private final long first;
    private volatile Extent extent;
    private volatile boolean isDamaged;

    Segment(Path file, long first, Extent extent) {
        this.file = file;
        this.first = first;
        this.extent = extent;
    }

    /**
     * How much of a segment counts: as much as was forced to the disk.
     *
     * @param length in bytes
     * @param end sequences from here on are not in it
     * @param isComplete nothing will be added
     */
    record Extent(long length, long end, boolean isComplete) {}

    Path file() {
        return file;
    }

    /** Sequences before this one are not in it. */
    long first() {
        return first;
    }

    Extent extent() {
        return extent;
    }

    void extend(int bytes, long end) {
        extent = new Extent(extent.length() + bytes, end, false);
    }

    void complete() {
        extent = new Extent(extent.length(), extent.end(), true);
    }

    /** Whether a part of it could not be read: it is kept when the rest has been drained. */
    boolean isDamaged() {
        return isDamaged;
    }

    void isFoundDamaged() {
        isDamaged = true;
    }
}
