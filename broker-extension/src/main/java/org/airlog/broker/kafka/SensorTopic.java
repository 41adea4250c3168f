package org.airlog.broker.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.airlog.broker.sensor.SecretSeal;
import org.airlog.broker.sensor.Sensor;
import org.airlog.broker.sensor.SensorDirectory;
import org.airlog.broker.sensor.SensorSnapshot;
import org.airlog.broker.sensor.SnapshotFile;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.SensorRecord;

/**
 * The registry behind the Kafka topic {@code airlog.sensors}: followed into memory and into a file, written by steps.
 *
 * <p>Phases: {@link #start} takes up the file of the last run, so that {@link #isLoaded} may hold at once, Kafka or no
 * Kafka; without a file it holds when the log has been read to the end that it had at first sight. Kafka away: what is
 * known stays known, {@link #catchUp} and {@link #append} fail within 2 s, and the follower is back by itself. Topic made
 * anew, offset out of range, or a bug in the follower: nothing is known until the log has been read anew from its
 * beginning, and every sensor is {@link Sensor.Unreadable} meanwhile.
 *
 * <p>Three threads of its own: the follower, the one that outcomes come on, the one that hands steps to Kafka.
 */
public final class SensorTopic implements SensorDirectory, AutoCloseable {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final Sensor NOTHING_KNOWN = new Sensor.Unreadable(ObservationRecord.UNSIGNED, 0, "");

    /** What is known, and whether it may be judged by: one value, so that no reader sees one without the other. */
    record Known(SensorSnapshot snapshot, boolean isLoaded) {}

    private final ScheduledThreadPoolExecutor timer;
    private final CatchUps catchUps;
    private final StepWriter writer;
    private final SensorFollower follower;
    private final Thread followerThread;

    /**
     * Knows nothing yet.
     *
     * @param file where the registry is kept for the next start
     */
    public SensorTopic(KafkaClients clients, SecretSeal secretSeal, Path file) {
        this.timer = new ScheduledThreadPoolExecutor(
                1, OwnThreads.named("airlog-registry-outcomes"), new ThreadPoolExecutor.AbortPolicy());
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.catchUps = new CatchUps(timer);
        this.writer = new StepWriter(clients, timer);
        this.follower = new SensorFollower(clients, secretSeal, new SnapshotFile(file), catchUps, writer);
        this.followerThread = OwnThreads.named("airlog-registry-follower").newThread(follower);
    }

    /** Takes up the file and begins to follow, once. Returns without waiting for Kafka; never throws for what it finds. */
    public void start() {
        follower.restore();
        followerThread.start();
    }

    @Override
    public boolean isLoaded() {
        return follower.known().isLoaded();
    }

    @Override
    public Sensor find(Suid suid) {
        Known known = follower.known();
        return known.isLoaded() ? known.snapshot().find(suid) : NOTHING_KNOWN;
    }

    @Override
    public CompletionStage<Void> catchUp() {
        return catchUps.ask();
    }

    @Override
    public CompletionStage<Boolean> append(SensorRecord step) {
        return writer.append(step);
    }

    /** Whether what is known here was level with the log at the last look, some 12 s ago at most. */
    public boolean isFresh() {
        return follower.isFresh();
    }

    /** Looks at the log's end so far. */
    long looks() {
        return catchUps.looks();
    }

    /** Ids of keys that secrets in the registry are sealed with and that do not open them here. */
    public Set<String> missingKeyIds() {
        return follower.known().snapshot().missingKeyIds();
    }

    /** Records of the registry that this program cannot read; anything but 0 wants a person. */
    public long undecodableRecords() {
        return follower.known().snapshot().undecodableRecords();
    }

    /** How many SUIDs are known. */
    public int size() {
        return follower.known().snapshot().size();
    }

    /** Syncs the file and ends the threads; what waits fails. May be called twice. */
    @Override
    public void close() {
        follower.stop();
        try {
            followerThread.join(CLOSE_LIMIT.toMillis());
            timer.shutdown();
            timer.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        catchUps.close();
        writer.close();
    }
}
