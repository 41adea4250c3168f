package org.airlog.ingest.opensensemap;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.airlog.ingest.batch.Decoder;
import org.airlog.ingest.batch.LaterVersionException;
import org.airlog.ingest.kafka.LogUnavailableException;
import org.airlog.ingest.kafka.PartitionLostException;
import org.airlog.ingest.kafka.UploadLog;
import org.airlog.ingest.opensensemap.Delivery.Addressed;
import org.airlog.ingest.opensensemap.Delivery.Receipt;
import org.airlog.ingest.opensensemap.plan.Cursor.Piece;
import org.airlog.ingest.opensensemap.plan.LeftOut;
import org.airlog.ingest.opensensemap.plan.Progress;
import org.airlog.observation.sealing.UnopenedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Read a slice, plan it, send it piece by piece, again and again.
 *
 * <p>That a piece is being sent is committed before it is sent, and what became of it before the next one: whoever takes the
 * slice over, after a crash too, reads it again, passes over what is settled, and repeats at most the one piece whose end is
 * unknown. A commit that Kafka does not take now is tried until it does, and meanwhile nothing is sent. While something is
 * waited for the group is polled, so that the member stays in it.
 *
 * <p>For one thread.
 */
final class ForwardingLoop {

    private static final Logger log = LoggerFactory.getLogger(ForwardingLoop.class);

    private static final Duration LONGEST_POLL = Duration.ofMillis(500);
    private static final Duration SHORTEST_LOG_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_LOG_PAUSE = Duration.ofSeconds(10);

    private final UploadLog source;
    private final Decoder decoder;
    private final Delivery delivery;
    private final ForwardCounts counts;
    private final CountsReport report;
    private final RetryPause pause;
    private final RetryPause logPause = new RetryPause(SHORTEST_LOG_PAUSE, LONGEST_LOG_PAUSE);
    private final BooleanSupplier isStopping;
    private final Runnable onConfirmed;
    private @Nullable Work work;

    /**
     * Nothing is read before {@link #run}.
     *
     * @param onConfirmed runs after each confirmation, before it is committed: the moment at which a test kills
     */
    ForwardingLoop(
            UploadLog source,
            Decoder decoder,
            Delivery delivery,
            ForwardCounts counts,
            RetryPause pause,
            BooleanSupplier isStopping,
            Runnable onConfirmed) {
        this.source = source;
        this.decoder = decoder;
        this.delivery = delivery;
        this.counts = counts;
        this.report = new CountsReport(counts);
        this.pause = pause;
        this.isStopping = isStopping;
        this.onConfirmed = onConfirmed;
    }

    /** Runs until it is to stop; an interrupt breaks off a request that is waited for. */
    void run() throws InterruptedException {
        source.subscribe();
        try {
            while (!isStopping.getAsBoolean()) {
                stepOrWait();
                report.tellWhenDue();
            }
        } finally {
            report.tell();
        }
        commitBeforeLeaving();
    }

    private void stepOrWait() throws InterruptedException {
        try {
            step();
            logPause.reset();
        } catch (LogUnavailableException e) {
            tell("Kafka does not answer: forwarding waits", e, logPause.begin(null), false);
        } catch (PartitionLostException e) {
            log.atInfo().setCause(e).log("another member of the group forwards a partition");
            work = null;
        } catch (UnopenedException e) {
            source.rewind();
            String what = "a position cannot be opened, see airlog.sealing.keys: forwarding waits";
            tell(what, e, pause.begin(null), true);
        } catch (LaterVersionException e) {
            source.rewind();
            tell(
                    "a record of a later version: forwarding waits for a release that reads it",
                    e,
                    pause.begin(null),
                    true);
        }
    }

    private void step()
            throws LogUnavailableException, PartitionLostException, UnopenedException, LaterVersionException,
                    InterruptedException {
        source.poll(pollLimit());
        Work current = work;
        if (current != null && !source.holds(current.slice())) {
            current = null;
            work = null;
        }
        if (current != null) {
            commitWhatHappened(current);
        }
        if (!remainingPause().isZero()) {
            return;
        }
        if (work == null) {
            var slice = source.next();
            work = slice.isPresent() ? Work.begin(slice.get(), decoder, counts) : null;
        } else {
            forward(work);
        }
    }

    private Duration pollLimit() {
        Duration waiting = remainingPause();
        if (!waiting.isZero()) {
            return waiting.compareTo(LONGEST_POLL) < 0 ? waiting : LONGEST_POLL;
        }
        return work != null || source.hasNext() ? Duration.ZERO : LONGEST_POLL;
    }

    private Duration remainingPause() {
        Duration ofLog = logPause.remaining();
        return ofLog.isZero() ? pause.remaining() : ofLog;
    }

    private void forward(Work current) throws LogUnavailableException, PartitionLostException, InterruptedException {
        Piece piece = current.cursor().piece();
        Addressed addressed;
        try {
            addressed = delivery.address(piece);
        } catch (ApiException e) {
            pause(e);
            return;
        }
        if (addressed.measurements().isEmpty()) {
            leaveOut(addressed);
            current.cursor().settled();
            return;
        }
        commit(current, current.sending());
        counts.addRequest(piece.mayHaveArrived());
        try {
            Receipt receipt = delivery.send(addressed);
            pause.reset();
            counts.goesOn();
            settle(current, addressed, receipt);
        } catch (ApiException e) {
            if (e.mayHaveArrived()) {
                current.cursor().uncertain();
            }
            pause(e);
        } catch (InterruptedException e) {
            current.cursor().uncertain();
            throw e;
        }
        current.changed();
        commitWhatHappened(current);
    }

    private void settle(Work current, Addressed addressed, Receipt receipt) {
        switch (receipt) {
            case CONFIRMED -> {
                onConfirmed.run();
                counts.addForwarded(addressed.measurements().size());
                leaveOut(addressed);
                current.cursor().settled();
            }
            case REFUSED -> {
                int givenUp = current.cursor().refused();
                if (givenUp > 0) {
                    leaveOut(LeftOut.REFUSED, addressed.measurements().size(), addressed);
                    leaveOut(addressed);
                }
            }
            case REFUSED_AS_A_WHOLE -> {
                leaveOut(LeftOut.REFUSED, addressed.measurements().size(), addressed);
                leaveOut(addressed);
                current.cursor().settled();
            }
        }
    }

    private void leaveOut(Addressed addressed) {
        addressed.leftOut().forEach((reason, measurements) -> leaveOut(reason, measurements, addressed));
    }

    private void leaveOut(LeftOut reason, int measurements, Addressed addressed) {
        counts.addLeftOut(reason, measurements);
        Box box = addressed.box();
        log.atDebug()
                .addKeyValue("reason", reason.label())
                .addKeyValue("measurements", measurements)
                .addKeyValue("box", box == null ? "none" : box.id())
                .log("measurements are not forwarded");
    }

    private void commit(Work current, Progress progress) throws LogUnavailableException, PartitionLostException {
        if (!current.isCommitted(progress)) {
            source.commit(progress);
            current.committed(progress);
        }
    }

    /** At once: what has been confirmed must not be sent again by whoever comes next. */
    private void commitWhatHappened(Work current) throws LogUnavailableException, PartitionLostException {
        if (current.cursor().isDone()) {
            source.finish();
            work = null;
            counts.goesOn();
        } else if (current.mustCommit()) {
            commit(current, current.settled());
        }
    }

    private void commitBeforeLeaving() {
        Work current = work;
        if (current == null || !source.holds(current.slice())) {
            return;
        }
        try {
            commitWhatHappened(current);
        } catch (LogUnavailableException | PartitionLostException e) {
            log.atWarn().setCause(e).log("the last confirmation could not be committed: one request may be repeated");
        }
    }

    private void pause(ApiException e) {
        tell(
                "the openSenseMap does not take measurements now: forwarding waits",
                e,
                pause.begin(e.retryAfter()),
                e.needsPerson());
    }

    private void tell(String what, Exception cause, Duration begun, boolean needsPerson) {
        counts.waits();
        (needsPerson ? log.atError() : log.atWarn())
                .addKeyValue("pause", begun)
                .addKeyValue("cause", cause.getMessage())
                .log(what);
    }
}
