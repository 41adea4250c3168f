package org.airlog.broker.spool;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** The segments that wait, and how many bytes the spool takes, against its capacity. Thread-safe. */
final class Segments {

    private final ConcurrentSkipListMap<Long, Segment> byFirst = new ConcurrentSkipListMap<>();
    private final AtomicLong takenBytes = new AtomicLong();
    private final long capacityBytes;

    Segments(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    long capacityBytes() {
        return capacityBytes;
    }

    long takenBytes() {
        return takenBytes.get();
    }

    /** Takes {@code bytes} if there is that much room. */
    boolean reserve(long bytes) {
        long before = takenBytes.getAndUpdate(taken -> taken + bytes <= capacityBytes ? taken + bytes : taken);
        return before + bytes <= capacityBytes;
    }

    /** Takes {@code bytes}, room or not: what is small, or already there. */
    void take(long bytes) {
        takenBytes.addAndGet(bytes);
    }

    void release(long bytes) {
        takenBytes.addAndGet(-bytes);
    }

    void add(Segment segment) {
        byFirst.put(segment.first(), segment);
    }

    void remove(Segment segment) {
        byFirst.remove(segment.first());
    }

    Optional<Segment> first() {
        return Optional.ofNullable(byFirst.firstEntry()).map(Map.Entry::getValue);
    }

    Optional<Segment> after(long first) {
        return Optional.ofNullable(byFirst.higherEntry(first)).map(Map.Entry::getValue);
    }

    /** Sequences from here on have not been written; 0 where there is no segment. */
    long end() {
        var last = byFirst.lastEntry();
        return last == null ? 0 : last.getValue().extent().end();
    }
}
