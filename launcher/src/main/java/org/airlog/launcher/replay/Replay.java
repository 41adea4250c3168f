package org.airlog.launcher.replay;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.console.ProgressLine;
import org.airlog.observation.ReportedObservation;
import org.jspecify.annotations.Nullable;

/**
 * Sends the observations of a file, signed, a bounded number of publishes at a time.
 *
 * <p>What Airlog takes later is sent again after a pause that grows (or the one it asked for); what it refuses for good
 * never is. Without an answer to anything for five minutes it gives up. {@link #run} belongs to one thread, answers come
 * in on those of the {@link Uplink}.
 */
final class Replay {

    /** The broker decides on one publish of a client at a time; some more in its queue hide the way there. */
    private static final int MAX_IN_FLIGHT = 16;

    /** How long to go on without an answer. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Uplink uplink;
    private final Sensor sensor;
    private final int maxObservations;
    private final Pace pace;
    private final ProgressLine progress;
    private final Tally tally = new Tally();
    private final Semaphore slots = new Semaphore(MAX_IN_FLIGHT);
    private volatile long answeredAt = System.nanoTime();
    private volatile @Nullable CommandFailedException broken;

    /**
     * @param maxObservations in one publish
     * @param rate observations a second; a slower one than a full batch a second makes batches smaller
     */
    Replay(Uplink uplink, Sensor sensor, int maxObservations, OptionalInt rate, ProgressLine progress) {
        this.uplink = uplink;
        this.sensor = sensor;
        this.maxObservations = Math.min(maxObservations, rate.orElse(maxObservations));
        this.pace = new Pace(rate);
        this.progress = progress;
    }

    /** Sends everything that {@code csv} still holds and waits for the answers. */
    Report run(ReadingsCsv csv) throws CommandFailedException {
        Optional<String> failure = Optional.empty();
        try {
            sendAll(csv);
            awaitSlots(MAX_IN_FLIGHT);
        } catch (GaveUpException e) {
            failure = Optional.of(e.getMessage());
        }
        progress.finish();
        return tally.report(failure);
    }

    private void sendAll(ReadingsCsv csv) throws CommandFailedException, GaveUpException {
        var batch = new ReadingsBatch(maxObservations);
        Optional<ReportedObservation> next = csv.next();
        while (next.isPresent()) {
            if (!batch.add(next.get())) {
                send(batch);
                batch = new ReadingsBatch(maxObservations);
                batch.add(next.get());
            }
            next = csv.next();
        }
        if (batch.observations() > 0) {
            send(batch);
        }
    }

    private void send(ReadingsBatch batch) throws GaveUpException {
        pace.await(batch.observations());
        awaitSlots(1);
        Publish publish = Publish.signed(sensor.suid(), sensor.secret(), batch.payload(), batch.observations());
        tally.sent(publish);
        attempt(publish, 0);
    }

    private void attempt(Publish publish, int retries) {
        var unused = uplink.publish(publish)
                .thenAccept(answer -> take(publish, answer, retries))
                .exceptionally(failure -> {
                    broken = CommandFailedException.of(failure);
                    slots.release();
                    return null;
                });
    }

    private void take(Publish publish, Answer answer, int retries) {
        if (answer instanceof Answer.Later later) {
            tally.resent();
            CompletableFuture.delayedExecutor(pause(later, retries).toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> attempt(publish, retries + 1));
            return;
        }
        if (answer instanceof Answer.Accepted accepted) {
            tally.accepted(publish, accepted);
        } else if (answer instanceof Answer.Refused refused) {
            tally.refused(publish, refused);
        }
        answeredAt = System.nanoTime();
        progress.advance(publish.observations());
        slots.release();
    }

    private void awaitSlots(int count) throws GaveUpException {
        try {
            while (!slots.tryAcquire(count, 1, TimeUnit.SECONDS)) {
                throwIfBroken();
                if (System.nanoTime() - answeredAt > PATIENCE.toNanos()) {
                    throw new GaveUpException("no answer for " + PATIENCE.toMinutes() + " minutes"
                            + uplink.trouble().map(text -> " (" + text + ")").orElse(""));
                }
            }
            throwIfBroken();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GaveUpException("interrupted");
        }
    }

    private void throwIfBroken() throws GaveUpException {
        CommandFailedException cause = broken;
        if (cause != null) {
            throw new GaveUpException(cause.getMessage());
        }
    }

    /** How long to wait before the retry that follows {@code retries} others. */
    static Duration pause(Answer.Later later, int retries) {
        long millis = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(retries, 10));
        // Spread, so that what failed together does not come back together.
        return later.pause()
                .orElseGet(() -> Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1)));
    }

    /** Nothing more can be sent; what was answered until then still counts. */
    private static final class GaveUpException extends Exception {

        private static final long serialVersionUID = 1L;

        GaveUpException(String reason) {
            super(reason);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
