package org.airlog.bench.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What one stretch of load has come to: counts in observations, and how long answers took. Thread-safe. */
public final class Account {

    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final int DIGITS = 3;

    private final LongAdder publishes = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder unanswered = new LongAdder();
    private final LongAdder resent = new LongAdder();
    private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
    private final Histogram latencies = new ConcurrentHistogram(LONGEST_MICROS, DIGITS);

    /** A publish of {@code observations} left for the first time. */
    public void sent(int observations) {
        publishes.increment();
        sent.add(observations);
    }

    /** One was acknowledged, so long after it was to be sent. */
    public void acknowledged(int observations, long nanos) {
        acknowledged.add(observations);
        took(nanos);
    }

    /** Something took so long. */
    public void took(long nanos) {
        latencies.recordValue(Math.min(LONGEST_MICROS, Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos))));
    }

    /** One was refused for good. */
    public void refused(int observations, String reason) {
        refused.computeIfAbsent(reason, first -> new LongAdder()).add(observations);
    }

    /** One is sent again, as it was asked to or as its connection broke. */
    public void resent() {
        resent.increment();
    }

    /** One had no answer when the waiting was over. */
    public void unanswered(int observations) {
        unanswered.add(observations);
    }

    /** Publishes that left. */
    public long publishes() {
        return publishes.sum();
    }

    /** Observations that left. */
    public long sent() {
        return sent.sum();
    }

    /** Observations that were acknowledged. */
    public long acknowledged() {
        return acknowledged.sum();
    }

    /** Observations that were refused, by reason. */
    public Map<String, Long> refused() {
        var sums = new TreeMap<String, Long>();
        refused.forEach((reason, count) -> sums.put(reason, count.sum()));
        return sums;
    }

    /** Observations without an answer. */
    public long unansweredObservations() {
        return unanswered.sum();
    }

    /** Publishes that were sent again. */
    public long repeats() {
        return resent.sum();
    }

    /** How long answers took, in microseconds. */
    public Histogram latencies() {
        return latencies;
    }
}
