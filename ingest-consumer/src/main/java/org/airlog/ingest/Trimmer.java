package org.airlog.ingest;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.airlog.ingest.batch.LogPartition;
import org.airlog.ingest.kafka.LogTrim;
import org.airlog.ingest.kafka.LogUnavailableException;
import org.airlog.ingest.management.IngestMeters;
import org.airlog.ingest.timescale.StoreUnavailableException;
import org.airlog.ingest.timescale.StoredOffsets;
import org.airlog.ingest.trim.LogTail;
import org.airlog.ingest.trim.TrimPlan;
import org.airlog.observation.codec.ObservationRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes from the log what has been stored and forwarded and is older than {@code airlog.ingest.log-retention}.
 *
 * <p>A round every five minutes, on a thread of its own, by one of several consumers. A round that fails says so and changes
 * nothing; so does one that does not know all it has to: see {@link TrimPlan}.
 */
final class Trimmer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Trimmer.class);

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMinutes(5);

    private final IngestConfig config;
    private final InstantSource clock;
    private final IngestMeters meters;
    private final Rounds rounds = new Rounds("airlog-trim", FIRST_PAUSE, this::roundAndPause, () -> {});

    Trimmer(IngestConfig config, InstantSource clock, IngestMeters meters) {
        this.config = config;
        this.clock = clock;
        this.meters = meters;
    }

    /** Begins, once; the first round is a minute away. */
    void start() {
        rounds.start();
    }

    /** One round; returns the partitions that shrank, with their new first offset. */
    SortedMap<LogPartition, Long> round() throws StoreUnavailableException, LogUnavailableException {
        Optional<StoredOffsets> taken = StoredOffsets.take(config.database());
        if (taken.isEmpty()) {
            return new TreeMap<>(); // another consumer is at it
        }
        try (StoredOffsets offsets = taken.get();
                var kafka = new LogTrim(config.kafka())) {
            UUID id = kafka.topicId();
            var tails = kafka.tails(TrimPlan.horizon(clock.instant(), config.logRetention()));
            var plan = TrimPlan.of(
                    tails, offsets.of(id, ObservationRecord.TOPIC), kafka.forwarded(config.forwarding() != null));
            var cut = plan.cuts().isEmpty() ? new TreeMap<LogPartition, Long>() : kafka.cut(plan.cuts());
            var now = new TreeMap<Integer, Long>();
            for (LogTail tail : tails) {
                now.put(tail.partition().partition(), cut.getOrDefault(tail.partition(), tail.beginning()));
            }
            meters.trimmed(now);
            tell(plan, cut);
            return cut;
        }
    }

    private static void tell(TrimPlan plan, Map<LogPartition, Long> cut) {
        plan.held().forEach((partition, reason) -> log.atWarn()
                .addKeyValue("topic", partition.topic())
                .addKeyValue("partition", partition.partition())
                .log("old records stay in the log: {}", reason));
        cut.forEach((partition, offset) -> log.atInfo()
                .addKeyValue("topic", partition.topic())
                .addKeyValue("partition", partition.partition())
                .addKeyValue("offset", offset)
                .log("old records that are stored have been deleted from the log"));
    }

    private Duration roundAndPause() {
        try {
            round();
        } catch (StoreUnavailableException | LogUnavailableException e) {
            log.atWarn().setCause(e).log("the log is not trimmed now");
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("the log is not trimmed");
        }
        return PAUSE;
    }

    /** Lets a round under way end, for at most 5 s. A second call does nothing. */
    @Override
    public void close() {
        rounds.close();
    }
}
