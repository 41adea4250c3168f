package org.airlog.broker.forwarding;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.airlog.broker.intake.LogRefusedException;
import org.airlog.broker.intake.LogUnavailableException;
import org.airlog.broker.spool.LogRecord;
import org.airlog.broker.spool.Spool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which way a record takes, so that no order of a sensor is lost.
 *
 * <table>
 *   <caption>Where it stands, and where the next record goes</caption>
 *   <tr><td>{@code DIRECT}</td><td>straight to Kafka: the spool is empty</td></tr>
 *   <tr><td>{@code SPOOLING}</td><td>into the spool, behind all that is there</td></tr>
 *   <tr><td>{@code HANDING_OVER}</td><td>it is held in memory: the spool is about to be empty</td></tr>
 * </table>
 *
 * <p>It opens, to {@code SPOOLING}, when Kafka fails one record, or has stopped for a second to confirm what waits, as {@link
 * Progress} says: not where it is only slow because much is under way. All records that are
 * under way then go into the spool as well, in their order, and before any that comes later; whichever way ends first
 * completes them. So the order of one sensor holds although nobody knows which of them reach Kafka. {@link Drain} starts
 * when none is under way directly any more: no record ever goes both ways at once.
 *
 * <p>Under a steady load the spool is never empty at a moment when a record comes. So when it nearly is, new records are
 * held for half a second at most, and go to Kafka directly the moment that the last entry of the spool has been confirmed.
 * If that takes longer, they go into the spool in their order.
 *
 * <p>Thread-safe: one lock, never held while something blocks; outcomes are told when it has been given back. One class,
 * as everything in it is the one state that the lock guards.
 */
final class Breaker {

    private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

    private static final int NEARLY_EMPTY = 2_000;
    private static final int MAX_HELD = 3_000;
    private static final int MAX_HELD_BYTES = 16 << 20;

    private final DirectLine direct;
    private final Spool spool;
    private final Pace pace;
    private final Runnable wakeDrain;

    private final TellingLock lock = new TellingLock();
    private final Progress progress;
    private final Set<Passage> underWay = new LinkedHashSet<>();
    private final ArrayDeque<Passage> held = new ArrayDeque<>();
    private State state;
    private int heldBytes;
    private final AtomicLong openings = new AtomicLong();
    private long since = System.nanoTime();
    private long handOverFrom = since;

    /** {@code wakeDrain} is run where there may be something to drain. */
    Breaker(DirectLine direct, Spool spool, Pace pace, Runnable wakeDrain) {
        this.direct = direct;
        this.spool = spool;
        this.pace = pace;
        this.progress = new Progress(pace.slow());
        this.wakeDrain = wakeDrain;
        this.state = spool.isEmpty() ? State.DIRECT : State.SPOOLING;
    }

    /** Where the breaker stands. */
    enum State {
        DIRECT,
        SPOOLING,
        HANDING_OVER;

        /** As metrics and operators read it. */
        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Sends {@code record} on its way. */
    CompletionStage<Void> append(LogRecord record) {
        var passage = new Passage(record);
        lock.run(() -> route(passage));
        return passage.outcome();
    }

    /** Where it stands now. */
    State state() {
        return lock.get(() -> state);
    }

    /** How often it has opened. */
    long openings() {
        return openings.get();
    }

    /** Opens the breaker or gives a hand-over up where either has lasted too long. Called every tenth of a second. */
    void tick() {
        lock.run(() -> {
            long now = System.nanoTime();
            if (state == State.DIRECT && !underWay.isEmpty()) {
                long oldest = underWay.iterator().next().sentAt();
                if (progress.hasStopped(oldest, now)) {
                    open(new LogUnavailableException("no confirmation within a second", null));
                }
            } else if (state == State.HANDING_OVER
                    && now - since > pace.handOver().toNanos()) {
                giveUpHandOver();
            }
        });
    }

    /** Whether entries of the spool may go to Kafka now. */
    boolean mayDrain() {
        return lock.get(() -> state != State.DIRECT && underWay.isEmpty());
    }

    /** Entries have been drained: goes direct where none is left, and holds what comes where few are. True: direct. */
    boolean isCaughtUp() {
        lock.run(() -> {
            long now = System.nanoTime();
            boolean isOpenLongEnough = state == State.HANDING_OVER
                    || now - since > pace.openAtLeast().toNanos();
            if (state == State.DIRECT || !underWay.isEmpty() || !isOpenLongEnough) {
                return;
            }
            if (spool.isEmpty()) {
                goDirect();
            } else if (state == State.SPOOLING && spool.entries() <= NEARLY_EMPTY && now - handOverFrom >= 0) {
                state = State.HANDING_OVER;
                since = now;
            }
        });
        return state() == State.DIRECT;
    }

    /** The drain has failed or ended: there is no hand-over now. */
    void isFallingBehind() {
        lock.run(() -> {
            if (state == State.HANDING_OVER) {
                giveUpHandOver();
            }
        });
    }

    private void route(Passage passage) {
        switch (state) {
            case DIRECT -> sendDirectly(passage);
            case SPOOLING -> giveToTheSpool(passage);
            case HANDING_OVER -> hold(passage);
        }
    }

    private void sendDirectly(Passage passage) {
        passage.isSentAt(System.nanoTime());
        underWay.add(passage);
        try {
            var unused = direct.send(passage.record())
                    .whenComplete((done, failure) -> lock.run(() -> directHasEnded(passage, unwrapped(failure))));
        } catch (RuntimeException bug) {
            // Left under way it would keep the spool from being drained for ever.
            directHasEnded(passage, new LogUnavailableException("the record could not be sent", bug));
        }
    }

    private void directHasEnded(Passage passage, @Nullable Throwable failure) {
        if (failure == null) {
            progress.confirms(passage.sentAt(), System.nanoTime());
            lock.tell(passage, null);
        } else {
            if (state == State.DIRECT && !(failure instanceof LogRefusedException)) {
                open(failure);
            }
            if (!passage.isSpooled() || passage.spoolFailure() != null) {
                lock.tell(passage, failure);
            }
        }
        underWay.remove(passage);
        if (underWay.isEmpty()) {
            wakeDrain.run();
        }
    }

    private void giveToTheSpool(Passage passage) {
        passage.isGivenToTheSpool();
        var unused = spool.append(passage.record())
                .whenComplete((done, failure) -> lock.run(() -> spoolHasEnded(passage, unwrapped(failure))));
    }

    private void spoolHasEnded(Passage passage, @Nullable Throwable failure) {
        if (failure == null) {
            lock.tell(passage, null);
            wakeDrain.run();
            return;
        }
        passage.spoolFailed(failure);
        if (!underWay.contains(passage)) {
            lock.tell(passage, failure);
        }
    }

    /** All that is under way goes into the spool, first come, first written. */
    private void open(Throwable cause) {
        if (!spool.hasCapacity()) {
            return;
        }
        state = State.SPOOLING;
        since = System.nanoTime();
        handOverFrom = since;
        openings.incrementAndGet();
        LOG.atWarn()
                .addKeyValue("because", because(cause))
                .addKeyValue("underWay", underWay.size())
                .log("Kafka does not confirm in time: publishes go into the spool");
        underWay.forEach(this::giveToTheSpool);
        wakeDrain.run();
    }

    private void hold(Passage passage) {
        if (held.size() < MAX_HELD && heldBytes + passage.record().length() <= MAX_HELD_BYTES) {
            held.add(passage);
            heldBytes += passage.record().length();
        } else {
            giveUpHandOver();
            giveToTheSpool(passage);
        }
    }

    private void giveUpHandOver() {
        state = State.SPOOLING;
        since = System.nanoTime();
        handOverFrom = since + pace.betweenHandOvers().toNanos();
        takeHeld().forEach(this::giveToTheSpool);
    }

    /** What was held goes first; should Kafka fail at once, the rest of it follows the first into the spool. */
    private void goDirect() {
        state = State.DIRECT;
        since = System.nanoTime();
        LOG.info("The spool is drained: publishes go straight to Kafka");
        takeHeld().forEach(this::route);
    }

    private List<Passage> takeHeld() {
        List<Passage> taken = List.copyOf(held);
        held.clear();
        heldBytes = 0;
        return taken;
    }

    /** One line: this is told at every outage. */
    private static String because(Throwable failure) {
        return failure.getCause() == null
                ? String.valueOf(failure.getMessage())
                : failure.getMessage() + ": " + failure.getCause();
    }

    private static @Nullable Throwable unwrapped(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
