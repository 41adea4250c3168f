package org.airlog.portal.api;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which changes are new to somebody who asks for them again and again.
 *
 * <p>A change may become visible after a later one: transactions that run at once commit in any order. So the last
 * {@code 3 s} are looked at again each time, and what has been seen of them is remembered. Of one thread at a time.
 */
public final class LiveWindow {

    private static final Duration OVERLAP = Duration.ofSeconds(3);

    private final Map<Key, Instant> seen = new HashMap<>();
    private Instant newest;

    private record Key(String publicId, String name) {}

    /** Everything up to {@code start} is old, but for what commits late. */
    public LiveWindow(Instant start) {
        newest = start;
    }

    /** Changes after this one have to be looked at. */
    public Instant from() {
        return newest.minus(OVERLAP);
    }

    /** Remembers {@code changes} and tells those which were not there before, in their order. */
    public List<LatestChange> fresh(List<LatestChange> changes) {
        var fresh = new ArrayList<LatestChange>();
        for (LatestChange change : changes) {
            var key = new Key(change.publicId(), change.reading().kind().name());
            if (!change.changedAt().equals(seen.put(key, change.changedAt()))) {
                fresh.add(change);
            }
            if (change.changedAt().isAfter(newest)) {
                newest = change.changedAt();
            }
        }
        seen.values().removeIf(changedAt -> !changedAt.isAfter(from()));
        return fresh;
    }
}
