package org.airlog.ingest.trim;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.airlog.ingest.batch.LogPartition;

/**
 * What one round of trimming deletes: what is older than the retention <em>and</em> has been stored and forwarded.
 *
 * <p>Time can only keep more: however wrong a clock or a timestamp is, nothing at or behind the offset that the database
 * and the forwarder's group have reached is ever deleted. A partition of which anything is not known is held, whole.
 *
 * @param cuts for each partition that shrinks its new first offset
 * @param held for each partition that has something old and may not shrink the reason, for people
 */
public record TrimPlan(SortedMap<LogPartition, Long> cuts, SortedMap<LogPartition, String> held) {

    public TrimPlan {
        cuts = Collections.unmodifiableSortedMap(new TreeMap<>(cuts));
        held = Collections.unmodifiableSortedMap(new TreeMap<>(held));
    }

    /**
     * Decides on each of {@code tails}.
     *
     * @param stored the offset up to which the database has stored each partition, by the topic's present id
     */
    public static TrimPlan of(Collection<LogTail> tails, Map<LogPartition, Long> stored, Forwarded forwarded) {
        var cuts = new TreeMap<LogPartition, Long>();
        var held = new TreeMap<LogPartition, String>();
        for (LogTail tail : tails) {
            if (tail.young() <= tail.beginning()) {
                continue;
            }
            LogPartition partition = tail.partition();
            Long inDatabase = stored.get(partition);
            if (inDatabase == null) {
                held.put(partition, "the database has no offset for this life of the topic");
            } else if (inDatabase > tail.end()) {
                held.put(partition, "the database stands behind the end of the log");
            } else if (!forwarded.isGroup()) {
                cut(tail, inDatabase, cuts);
            } else {
                Forwarded.Mark mark = forwarded.marks().get(partition.partition());
                if (mark == null) {
                    held.put(partition, "the forwarder has committed nothing");
                } else if (mark.topicId().filter(partition.topicId()::equals).isEmpty()) {
                    held.put(partition, "the forwarder's commit is not of this life of the topic");
                } else {
                    cut(tail, Math.min(inDatabase, mark.offset()), cuts);
                }
            }
        }
        return new TrimPlan(cuts, held);
    }

    private static void cut(LogTail tail, long passed, Map<LogPartition, Long> cuts) {
        long beginning = Math.min(Math.min(passed, tail.young()), tail.end());
        if (beginning > tail.beginning()) {
            cuts.put(tail.partition(), beginning);
        }
    }

    /**
     * What is older than this moment is old.
     *
     * <p>Not before 1970: Kafka takes negative timestamps for names of other things, −1 for the end of the log.
     */
    public static Instant horizon(Instant now, Duration retention) {
        Duration age = Duration.between(Instant.EPOCH, now);
        return age.compareTo(retention) < 0 ? Instant.EPOCH : now.minus(retention);
    }
}
