package org.airlog.broker.forwarding;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.airlog.broker.intake.LogRefusedException;
import org.airlog.broker.intake.ObservationLog;
import org.airlog.broker.spool.LogRecord;
import org.airlog.broker.spool.Spool;
import org.airlog.broker.spool.SpoolFigures;
import org.airlog.observation.Suid;
import org.airlog.observation.TraceContext;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.jspecify.annotations.Nullable;

/**
 * The log of accepted observations with a disk behind it: a record is safe when Kafka has confirmed it, or when it has been
 * forced to the disk. {@link Breaker} decides which way it takes, {@link Drain} hands to Kafka what is on the disk.
 *
 * <p>A record may reach Kafka twice, and its last copy is the one in order; the merge on sensor and time makes that harmless.
 * What Kafka refuses for good is not spooled, unless it was under way when the breaker opened. Where Kafka
 * has stopped, the outcome comes within a second and the time of a force; where it is only slow, or the spool does not take the
 * record, within the time of the direct way. Thread-safe; never blocks but in {@link #close}.
 */
public final class SpooledLog implements ObservationLog, AutoCloseable {

    /** Every name that {@link #state} may have. */
    public static final List<String> STATES =
            Stream.of(Breaker.State.values()).map(Breaker.State::label).toList();

    private final ObservationRecordCodec codec;
    private final Spool spool;
    private final int maxRecordBytes;
    private final Duration stopLimit;
    private final Breaker breaker;
    private final Drain drain;

    /**
     * Puts the parts together; {@link #start} starts to drain what is there.
     *
     * @param maxRecordBytes larger records are refused at once: Kafka would not take them
     * @param stopLimit how long {@link #close} goes on to drain
     */
    public SpooledLog(
            ObservationRecordCodec codec,
            DirectLine direct,
            DrainLine line,
            Spool spool,
            int maxRecordBytes,
            Duration stopLimit) {
        this(codec, direct, line, spool, maxRecordBytes, stopLimit, Pace.DEFAULT);
    }

    SpooledLog(
            ObservationRecordCodec codec,
            DirectLine direct,
            DrainLine line,
            Spool spool,
            int maxRecordBytes,
            Duration stopLimit,
            Pace pace) {
        this.codec = codec;
        this.spool = spool;
        this.maxRecordBytes = maxRecordBytes;
        this.stopLimit = stopLimit;
        var wake = new Wake();
        this.breaker = new Breaker(direct, spool, pace, wake);
        this.drain = new Drain(breaker, spool, line, wake);
    }

    /** Starts to drain. */
    public void start() {
        drain.start();
    }

    @Override
    public CompletionStage<Void> append(Suid suid, ObservationRecord observations, @Nullable TraceContext trace) {
        LogRecord record;
        try {
            record = LogRecord.of(suid, observations, trace, codec);
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(
                    new LogRefusedException("the observations could not be encoded", failure));
        }
        if (record.length() > maxRecordBytes) {
            return CompletableFuture.failedFuture(new LogRefusedException("the record is too large", null));
        }
        return breaker.append(record);
    }

    /** Where records go: {@code direct}, {@code spooling} or {@code handing-over}. */
    public String state() {
        return breaker.state().label();
    }

    /** How often the breaker has opened. */
    public long openings() {
        return breaker.openings();
    }

    /** What the spool holds and has done. */
    public SpoolFigures figures() {
        return spool.figures();
    }

    /** How old the first entry is that waits to be drained; zero where none is known. */
    public Duration oldestAge() {
        return drain.oldestAge();
    }

    /** Drains, as far as the limit allows, and closes. Nothing may be appended any more. */
    @Override
    public void close() throws IOException {
        drain.close(stopLimit);
        breaker.isFallingBehind();
        spool.close();
    }
}
