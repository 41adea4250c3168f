package org.airlog.broker.kafka;

import static org.airlog.broker.kafka.FollowedLog.PARTITION;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.airlog.broker.kafka.SensorTopic.Known;
import org.airlog.broker.sensor.SecretSeal;
import org.airlog.broker.sensor.SensorSnapshot;
import org.airlog.broker.sensor.SensorSnapshot.Outcome;
import org.airlog.broker.sensor.SnapshotFile;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop that reads {@code airlog.sensors} in order, from where the file or the last connection stopped.
 *
 * <p>A connection ends by what Kafka throws, and another follows after a second from the same offset. A log that is not
 * the one that was read (another topic id, an offset or an epoch that it does not have), and any error that nobody
 * foresaw, throw away what is known and read the log from its beginning; until then nothing counts as loaded. Nothing
 * but {@link #stop} ends the loop.
 */
final class SensorFollower implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(SensorFollower.class);

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration BETWEEN_SYNCS = Duration.ofSeconds(30);
    /** How often the topic's id is compared when nobody asks to catch up. */
    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(10);

    private static final int UNKNOWN_EPOCH = -1;

    /** The log is not the one that was read. */
    private static final class LogReplacedException extends Exception {
        private static final long serialVersionUID = 1L;

        LogReplacedException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    private final KafkaClients clients;
    private final SecretSeal secretSeal;
    private final SnapshotFile file;
    private final CatchUps catchUps;
    private final StepWriter writer;

    private volatile Known known;
    private volatile boolean isFresh;
    private final CountDownLatch stopSignal = new CountDownLatch(1);

    // Of the follower's thread alone, once it runs.
    private @Nullable UUID topicId;
    private long nextOffset;
    private int leaderEpoch = UNKNOWN_EPOCH;
    private boolean isFileKept = true;
    private final Trouble trouble = new Trouble(log, "the registry's log cannot be followed, trying on every second");
    private Set<String> toldKeyIds = Set.of();

    SensorFollower(
            KafkaClients clients, SecretSeal secretSeal, SnapshotFile file, CatchUps catchUps, StepWriter writer) {
        this.clients = clients;
        this.secretSeal = secretSeal;
        this.file = file;
        this.catchUps = catchUps;
        this.writer = writer;
        this.known = new Known(new SensorSnapshot(secretSeal), false);
    }

    Known known() {
        return known;
    }

    boolean isFresh() {
        return isFresh;
    }

    /** Takes up the file of the last run; to be called before the thread starts. */
    void restore() {
        try {
            Optional<SnapshotFile.Restored> restored = file.restore(secretSeal);
            restored.ifPresent(this::takeUp);
        } catch (IOException | RuntimeException damaged) {
            log.atWarn()
                    .setCause(damaged)
                    .log("the registry's file is refused, the log will be read from its beginning");
        }
    }

    private void takeUp(SnapshotFile.Restored restored) {
        topicId = restored.topicId();
        nextOffset = restored.nextOffset();
        leaderEpoch = restored.leaderEpoch();
        known = new Known(restored.snapshot(), true);
        log.atInfo()
                .addKeyValue("sensors", restored.snapshot().size())
                .addKeyValue("offset", nextOffset)
                .log("registry taken up from its file");
        tellMissingKeys();
    }

    @Override
    public void run() {
        while (!isStopped()) {
            try {
                followOnce();
            } catch (InterruptedException ended) {
                stopSignal.countDown();
            }
        }
        inFile(file::close);
    }

    private void followOnce() throws InterruptedException {
        try {
            follow();
        } catch (LogReplacedException | OffsetOutOfRangeException replaced) {
            log.atError().setCause(replaced).log("the registry's log is not the one that was read, reading it anew");
            startOver();
        } catch (InterruptedException | InterruptException ended) {
            throw new InterruptedException();
        } catch (KafkaException | ExecutionException e) {
            isFresh = false;
            trouble.came(e);
            pause();
        } catch (Throwable unforeseen) {
            log.atError().setCause(unforeseen).log("following the registry failed, reading it anew");
            startOver();
            pause();
        }
    }

    void stop() {
        stopSignal.countDown();
    }

    /** One connection: find the topic, go to where we stopped, apply what comes. */
    private void follow() throws Exception {
        try (Admin admin = clients.newAdmin("registry");
                Consumer<byte[], byte[]> consumer = clients.newConsumer("registry")) {
            UUID found = FollowedLog.readTopicId(admin).toCompletableFuture().get();
            takeTopic(found);
            seek(consumer);
            long firstEnd = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, Long.MAX_VALUE);
            var followed = FollowedLog.inKafka(admin, found, nextOffset);
            catchUps.follow(followed);
            isFresh = true;
            log.atInfo().addKeyValue("offset", nextOffset).log("following the registry");
            trouble.isOver();
            try {
                pollUntilStopped(consumer, followed, firstEnd);
            } finally {
                catchUps.follow(null);
            }
        }
    }

    private void takeTopic(UUID found) throws LogReplacedException {
        UUID read = topicId;
        if (read != null && !read.equals(found)) {
            throw new LogReplacedException("topic " + read + " has become " + found, null);
        }
        if (read == null) {
            topicId = found;
            inFile(() -> file.begin(found));
        }
    }

    private void seek(Consumer<byte[], byte[]> consumer) {
        consumer.assign(List.of(PARTITION));
        if (nextOffset == 0) {
            consumer.seekToBeginning(List.of(PARTITION));
        } else {
            // With the epoch Kafka tells when the log was cut and went on differently.
            Optional<Integer> epoch = leaderEpoch == UNKNOWN_EPOCH ? Optional.empty() : Optional.of(leaderEpoch);
            consumer.seek(PARTITION, new OffsetAndMetadata(nextOffset, epoch, ""));
        }
    }

    private void pollUntilStopped(Consumer<byte[], byte[]> consumer, FollowedLog followed, long firstEnd)
            throws LogReplacedException {
        long lastSync = System.nanoTime();
        long lastCheck = lastSync;
        while (!isStopped()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                apply(record);
            }
            nextOffset = consumer.position(PARTITION);
            if (!known.isLoaded() && nextOffset >= firstEnd) {
                loaded();
            }
            followed.reached(nextOffset);
            catchUps.progressed();
            if (followed.isReplaced()) {
                throw new LogReplacedException("topic " + followed.topicId() + " is gone", null);
            }
            long now = System.nanoTime();
            if (now - lastSync > BETWEEN_SYNCS.toNanos()) {
                lastSync = now;
                inFile(file::sync);
            }
            if (now - lastCheck > BETWEEN_CHECKS.toNanos()) {
                lastCheck = now;
                check();
            }
        }
    }

    /** A consumer says nothing when Kafka goes away, so ask; tells a change once. */
    @SuppressWarnings("FutureReturnValueIgnored") // both outcomes are told
    private void check() {
        catchUps.ask().whenComplete((reached, failure) -> {
            boolean wasFresh = isFresh;
            isFresh = failure == null;
            if (wasFresh && failure != null) {
                log.atWarn().setCause(failure).log("the registry can no longer be compared with its log");
            } else if (!wasFresh && failure == null) {
                log.atInfo().log("the registry agrees with its log again");
            }
        });
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key() == null ? new byte[0] : record.key();
        SensorSnapshot snapshot = known.snapshot();
        long undecodable = snapshot.undecodableRecords();
        Outcome outcome = snapshot.apply(key, record.value());
        if (snapshot.undecodableRecords() > undecodable) {
            log.atError()
                    .addKeyValue("offset", record.offset())
                    .log("a record of the registry cannot be read; its sensor is refused until it can");
        }
        leaderEpoch = record.leaderEpoch().orElse(UNKNOWN_EPOCH);
        inFile(() -> file.append(record.offset(), leaderEpoch, key, record.value()));
        writer.readBack(key, outcome);
        tellMissingKeys();
    }

    private void loaded() {
        inFile(file::complete);
        known = new Known(known.snapshot(), true);
        log.atInfo()
                .addKeyValue("sensors", known.snapshot().size())
                .addKeyValue("offset", nextOffset)
                .log("registry loaded");
    }

    private void startOver() {
        known = new Known(new SensorSnapshot(secretSeal), false);
        topicId = null;
        nextOffset = 0;
        leaderEpoch = UNKNOWN_EPOCH;
        isFileKept = true;
        inFile(file::discard);
    }

    private void tellMissingKeys() {
        Set<String> missing = known.snapshot().missingKeyIds();
        if (!toldKeyIds.containsAll(missing)) {
            var news = new HashSet<>(missing);
            news.removeAll(toldKeyIds);
            log.atError()
                    .addKeyValue("keyIds", news)
                    .log("secrets in the registry are sealed with keys that do not open them here");
        }
        toldKeyIds = missing;
    }

    private interface FileStep {
        void run() throws IOException;
    }

    /** The file is a help for the next start: without it the broker goes on, and the next start needs Kafka. */
    private void inFile(FileStep step) {
        if (!isFileKept) {
            return;
        }
        try {
            step.run();
        } catch (IOException failure) {
            isFileKept = false;
            log.atWarn().setCause(failure).log("the registry's file cannot be kept, the next start needs Kafka");
            try {
                file.discard();
            } catch (IOException undeletable) {
                log.atWarn().setCause(undeletable).log("the registry's file cannot be deleted");
            }
        }
    }

    private boolean isStopped() {
        return stopSignal.getCount() == 0;
    }

    private void pause() throws InterruptedException {
        stopSignal.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
