package org.airlog.ingest.batch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.airlog.ingest.batch.Batch.Span;
import org.airlog.ingest.batch.Batch.Unstorable;
import org.airlog.ingest.batch.Decoded.Observed;
import org.airlog.ingest.batch.Decoded.Step;
import org.airlog.ingest.batch.Decoded.Undecodable;

/**
 * Cuts records of the log into batches that a transaction can take.
 *
 * <p>A transaction touches at most {@value #MAX_DAYS} chunks, a chunk being a day of UTC, because each is locked and
 * the server's table of locks is small; and it holds about {@value #MAX_OBSERVATIONS} observations, because all of them
 * are in memory. A record that alone exceeds the former is cut into parts by its days; one that alone exceeds the latter
 * is a batch of its own.
 */
public final class BatchPlan {

    static final int MAX_DAYS = 50;
    static final int MAX_OBSERVATIONS = 20_000;

    private static final long SECONDS_PER_DAY = 86_400;

    private final Map<LogPartition, Long> positions;
    private final List<Batch> closed = new ArrayList<>();

    private final Map<LogPartition, Span> spans = new TreeMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Undecodable> undecodable = new ArrayList<>();
    private final List<Observed> observed = new ArrayList<>();
    private final List<Unstorable> unstorable = new ArrayList<>();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final Set<Long> days = new TreeSet<>();

    private BatchPlan(Map<LogPartition, Long> positions) {
        this.positions = new HashMap<>(positions);
    }

    /**
     * The batches that {@code records} make, to be stored one after the other.
     *
     * @param records in the order of the log within each partition
     * @param positions the offset that the database holds for each partition of {@code records}
     */
    public static List<Batch> of(List<? extends Decoded> records, Map<LogPartition, Long> positions) {
        var plan = new BatchPlan(positions);
        records.forEach(plan::add);
        plan.close();
        return plan.closed;
    }

    private void add(Decoded record) {
        if (record instanceof Observed publish) {
            add(publish);
        } else if (record instanceof Step step) {
            steps.add(step);
        } else if (record instanceof Undecodable unread) {
            undecodable.add(unread);
        }
        LoggedRecord origin = record.origin();
        LogPartition partition = origin.partition();
        Long expected = positions.get(partition);
        if (expected == null) {
            throw new IllegalStateException("no position is known for " + partition);
        }
        spans.merge(
                partition,
                new Span(expected, origin.nextOffset()),
                (open, next) -> new Span(open.expected(), next.next()));
    }

    private void add(Observed record) {
        var sound = new ArrayList<Arrival>();
        var faulty = new ArrayList<Unstorable>();
        var newDays = new HashSet<Long>();
        for (int i = 0; i < record.content().observations().size(); i++) {
            var arrival = new Arrival(record, i);
            RowCheck.fault(arrival.observation())
                    .ifPresentOrElse(fault -> faulty.add(new Unstorable(arrival, fault)), () -> {
                        sound.add(arrival);
                        newDays.add(day(arrival.observation().time()));
                    });
        }
        if (isFullWith(sound.size(), newDays)) {
            close();
        }
        observed.add(record);
        unstorable.addAll(faulty);
        arrivals.addAll(sound);
        days.addAll(newDays);
    }

    private boolean isFullWith(int observations, Set<Long> newDays) {
        if (arrivals.isEmpty()) {
            return false;
        }
        long moreDays = newDays.stream().filter(day -> !days.contains(day)).count();
        return arrivals.size() + observations > MAX_OBSERVATIONS || days.size() + moreDays > MAX_DAYS;
    }

    private void close() {
        if (spans.isEmpty()) {
            return;
        }
        closed.add(new Batch(new TreeMap<>(spans), steps, undecodable, observed, unstorable, parts()));
        spans.forEach((partition, span) -> positions.put(partition, span.next()));
        spans.clear();
        steps.clear();
        undecodable.clear();
        observed.clear();
        unstorable.clear();
        arrivals.clear();
        days.clear();
    }

    /** Observations of one row share a day, hence a part, and keep their order. */
    private List<List<Arrival>> parts() {
        if (days.size() <= MAX_DAYS) {
            return List.of(List.copyOf(arrivals));
        }
        var partOfDay = new HashMap<Long, Integer>();
        days.forEach(day -> partOfDay.put(day, partOfDay.size() / MAX_DAYS));
        var parts = new TreeMap<Integer, List<Arrival>>();
        for (Arrival arrival : arrivals) {
            parts.computeIfAbsent(partOfDay.get(day(arrival.observation().time())), part -> new ArrayList<>())
                    .add(arrival);
        }
        return List.copyOf(parts.values());
    }

    private static Long day(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), SECONDS_PER_DAY);
    }
}
