package org.airlog.broker.mqtt;

import static org.airlog.observation.Reason.TOO_LARGE;
import static org.airlog.observation.Reason.UNAVAILABLE;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.airlog.broker.intake.Freshness;
import org.airlog.broker.intake.Intake;
import org.airlog.broker.intake.LogRefusedException;
import org.airlog.broker.intake.LogUnavailableException;
import org.airlog.broker.intake.Moment;
import org.airlog.broker.intake.ObservationLog;
import org.airlog.broker.intake.Publish;
import org.airlog.broker.intake.Toll;
import org.airlog.broker.intake.Verdict;
import org.airlog.broker.intake.Verdict.Accepted;
import org.airlog.broker.intake.Verdict.Question;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.intake.Verdict.Unsettled;
import org.airlog.broker.sensor.RegistryUnavailableException;
import org.airlog.broker.sensor.Sensor;
import org.airlog.broker.sensor.SensorDirectory;
import org.airlog.observation.Reason;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.tracing.Step;
import org.jspecify.annotations.Nullable;

/**
 * Takes one publish from its first look to its end: decides, settles what is open, decides again, stores.
 *
 * <p>Never blocks: what takes time completes on the threads of the registry and the log. The registry's one thread is
 * everybody's, so that later looks are taken by an executor of our own; what it rejects is refused as unavailable.
 * Thread-safe.
 */
final class Reception {

    /** Behind the registry, first use, lost the race for it, decided: no publish needs more. */
    private static final int MAX_ROUNDS = 4;

    private final SensorDirectory directory;
    private final ObservationLog log;
    private final Sightings sightings;
    private final Supplier<Moment> clock;
    private final Executor judging;

    /** {@code judging} is bounded: it rejects what it cannot do soon. */
    Reception(
            SensorDirectory directory,
            ObservationLog log,
            Sightings sightings,
            Supplier<Moment> clock,
            Executor judging) {
        this.sightings = sightings;
        this.directory = directory;
        this.log = log;
        this.clock = clock;
        this.judging = judging;
    }

    /**
     * Completes with {@link Outcome.Stored} when the observations are safe, else with {@link Outcome.Refused}; fails only
     * by a bug, which is to be refused too.
     *
     * @param intake decides, however often it is asked
     * @param trace what is done for it is part of
     */
    CompletionStage<Outcome> receive(Publish publish, Intake intake, Toll toll, Step trace) {
        Freshness freshness = directory.isLoaded() ? Freshness.MAY_LAG : Freshness.NOT_LOADED;
        return decide(publish, intake, freshness, 1, toll)
                .thenCompose(decision -> store(decision, trace))
                .exceptionally(failure -> refusal(failure, 0));
    }

    /** A verdict, and the sensor that it was given on. */
    private record Decision(Verdict verdict, @Nullable Sensor sensor) {}

    /** Asked once at most for each verdict. */
    private final class Lookup implements Function<Suid, Sensor> {

        private @Nullable Sensor found;

        @Override
        public Sensor apply(Suid suid) {
            Sensor sensor = directory.find(suid);
            found = sensor;
            return sensor;
        }
    }

    private CompletionStage<Decision> decide(
            Publish publish, Intake intake, Freshness freshness, int round, Toll toll) {
        var lookup = new Lookup();
        Verdict verdict = intake.decide(publish, lookup, freshness, clock.get(), toll);
        if (!(verdict instanceof Unsettled unsettled)) {
            return CompletableFuture.completedFuture(new Decision(verdict, lookup.found));
        }
        if (round == MAX_ROUNDS) {
            return CompletableFuture.completedFuture(
                    new Decision(Rejected.of(UNAVAILABLE, "the registry keeps changing"), null));
        }
        return settle(unsettled.question())
                .thenComposeAsync(settled -> decide(publish, intake, Freshness.CAUGHT_UP, round + 1, toll), judging);
    }

    /** Whether a first use counts or another step came first: either way the next round knows. */
    private CompletionStage<?> settle(Question question) {
        if (question instanceof Question.FirstUse first) {
            return directory.append(SensorRecord.unsigned(
                    first.suid(), first.trust(), clock.get().time()));
        }
        return directory.catchUp();
    }

    private CompletionStage<Outcome> store(Decision decision, Step trace) {
        if (decision.verdict() instanceof Accepted accepted) {
            Step sending = PublishTraces.send(trace);
            return PublishTraces.until(log.append(accepted.suid(), accepted.record(), sending.context()), sending)
                    .<Outcome>thenApply(stored -> stored(accepted, decision.sensor()))
                    .exceptionally(failure -> refusal(failure, accepted.received()));
        }
        return decision.verdict() instanceof Rejected rejected
                ? CompletableFuture.completedFuture(new Outcome.Refused(rejected))
                : CompletableFuture.failedFuture(new IllegalStateException("no decision was made"));
    }

    private Outcome stored(Accepted accepted, @Nullable Sensor sensor) {
        if (sensor != null) {
            sightings.stored(accepted.suid(), sensor, accepted.secretStep());
        }
        return new Outcome.Stored(accepted);
    }

    private static Outcome refusal(Throwable failure, int observations) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof LogRefusedException) {
            return refused(TOO_LARGE, "the log takes no record of this size", observations);
        }
        if (cause instanceof LogUnavailableException) {
            return refused(UNAVAILABLE, "the observations cannot be stored just now", observations);
        }
        if (cause instanceof RegistryUnavailableException) {
            return refused(UNAVAILABLE, "the registry of sensors cannot be reached just now", observations);
        }
        if (cause instanceof RejectedExecutionException) {
            return refused(UNAVAILABLE, "too many publishes wait to be judged just now", observations);
        }
        throw failure instanceof CompletionException bug ? bug : new CompletionException(failure);
    }

    private static Outcome refused(Reason reason, String detail, int observations) {
        return new Outcome.Refused(new Rejected(reason, detail, observations));
    }
}
