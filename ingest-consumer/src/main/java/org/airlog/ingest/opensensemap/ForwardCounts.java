package org.airlog.ingest.opensensemap;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.airlog.ingest.opensensemap.plan.LeftOut;
import org.jspecify.annotations.Nullable;

/**
 * What became of measurements since this forwarder began: planned = forwarded + left out + under way. Safe for use by many
 * threads.
 */
public final class ForwardCounts {

    private final Map<LeftOut, Long> leftOut = new EnumMap<>(LeftOut.class);
    private long forwarded;
    private long requests;
    private long repeated;
    private long undecodable;
    private @Nullable Long waitsSinceNanos;
    private boolean isChanged;
    private boolean isLeftOutChanged;

    /** Measurements that the openSenseMap has confirmed. */
    public synchronized long forwarded() {
        return forwarded;
    }

    /** Measurements that are given up, by reason; without those that did not happen. */
    public synchronized Map<LeftOut, Long> leftOut() {
        return Collections.unmodifiableMap(new EnumMap<>(leftOut));
    }

    /** Requests with measurements that have been sent, answered or not. */
    public synchronized long requests() {
        return requests;
    }

    /** Requests among them whose measurements may have arrived before: after a crash, or an answer that never came. */
    public synchronized long repeated() {
        return repeated;
    }

    /** Records of the log that nobody can read: the sink parks them. */
    public synchronized long undecodable() {
        return undecodable;
    }

    /** For how long the same measurements have been waiting for the openSenseMap, Kafka or a key; zero where none do. */
    public synchronized Duration waiting() {
        return waitsSinceNanos == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - waitsSinceNanos);
    }

    /** Something did not work and is tried again. */
    synchronized void waits() {
        waitsSinceNanos = waitsSinceNanos == null ? (Long) System.nanoTime() : waitsSinceNanos;
    }

    /** It went on. */
    synchronized void goesOn() {
        waitsSinceNanos = null;
    }

    synchronized void addForwarded(long measurements) {
        forwarded += measurements;
        isChanged = true;
    }

    synchronized void addLeftOut(LeftOut reason, long measurements) {
        leftOut.merge(reason, measurements, Long::sum);
        isChanged = true;
        isLeftOutChanged = true;
    }

    synchronized void addRequest(boolean isRepeated) {
        requests++;
        repeated += isRepeated ? 1 : 0;
        isChanged = true;
    }

    synchronized void addUndecodable() {
        undecodable++;
        isChanged = true;
    }

    /**
     * What has changed since the last news.
     *
     * @param counts all counts by name; none where nothing has changed
     * @param isBad whether more measurements are left out
     */
    record News(Map<String, Long> counts, boolean isBad) {}

    /** For the log. */
    synchronized News news() {
        var news = new LinkedHashMap<String, Long>();
        boolean isBad = isLeftOutChanged;
        if (isChanged) {
            news.put("forwarded", forwarded);
            news.put("requests", requests);
            news.put("repeated", repeated);
            news.put("undecodable", undecodable);
            leftOut.forEach((reason, measurements) -> news.put(reason.label(), measurements));
        }
        isChanged = false;
        isLeftOutChanged = false;
        return new News(news, isBad);
    }
}
