package org.airlog.broker.mqtt;

import static org.airlog.observation.Reason.NOT_ALLOWED;
import static org.airlog.observation.Reason.UNAVAILABLE;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.airlog.broker.intake.Publish;
import org.airlog.broker.intake.RegistrationRules;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.sensor.RegistryUnavailableException;
import org.airlog.broker.sensor.SensorDirectory;
import org.airlog.observation.Reason;
import org.airlog.observation.codec.SensorRecord;
import org.jspecify.annotations.Nullable;

/**
 * What every request to the registry has in common, a device's or an operator's: it is judged by a registry that has caught
 * up, it is one step at most, and it is answered after that step was read back and counts.
 *
 * <p>The registry is not touched before the answer can arrive: the response topic must be the client's own and subscribed.
 * Judging, sealing and answering are done by an executor of our own, as the registry's one thread is everybody's; what it
 * rejects is refused. Never blocks; thread-safe.
 */
final class RegistryRequests {

    /** An answer to a request; {@code text} may be a secret. */
    record Reply(String contentType, String text) {

        @Override
        public String toString() {
            return "Reply[" + contentType + ", redacted]";
        }
    }

    private final SensorDirectory directory;
    private final Replies replies;
    private final Executor judging;

    /** {@code judging} is bounded: it rejects what it cannot do soon. */
    RegistryRequests(SensorDirectory directory, Replies replies, Executor judging) {
        this.directory = directory;
        this.replies = replies;
        this.judging = judging;
    }

    /** What stands against {@code request}, whatever it asks for. */
    Optional<Rejected> objection(Publish request) {
        Optional<Rejected> objection = RegistrationRules.objection(request);
        if (objection.isPresent() || directory.isLoaded()) {
            return objection;
        }
        return Optional.of(Rejected.of(UNAVAILABLE, "the registry of sensors is not loaded yet"));
    }

    /** Does {@code work} once the registry has caught up and an answer can arrive. */
    CompletionStage<Outcome> whenReady(Publish request, Supplier<CompletionStage<Outcome>> work) {
        return replies.canArrive(request)
                .thenCompose(canArrive -> canArrive
                        ? directory.catchUp().thenComposeAsync(ready -> work.get(), judging)
                        : refused(NOT_ALLOWED, "subscribe to the response topic first"))
                .exceptionally(RegistryRequests::refusal);
    }

    /** Writes {@code step} and answers {@code reply} once it counts. */
    CompletionStage<Outcome> write(SensorRecord step, Publish request, @Nullable ByteBuffer correlation, Reply reply) {
        return directory
                .append(step)
                .thenComposeAsync(
                        counts -> counts
                                ? answer(request, correlation, reply)
                                : refused(NOT_ALLOWED, "another change of this SUID came first"),
                        judging);
    }

    /** Answers {@code reply}. */
    CompletionStage<Outcome> answer(Publish request, @Nullable ByteBuffer correlation, Reply reply) {
        return replies.send(request, correlation, reply.contentType(), reply.text())
                .thenCompose(isSent -> isSent
                        ? CompletableFuture.completedFuture(new Outcome.Registered())
                        : refused(UNAVAILABLE, "the answer could not be delivered: ask again"));
    }

    static CompletionStage<Outcome> refused(Reason reason, String detail) {
        return refused(Rejected.of(reason, detail));
    }

    static CompletionStage<Outcome> refused(Rejected rejected) {
        return CompletableFuture.completedFuture(new Outcome.Refused(rejected));
    }

    private static Outcome refusal(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RejectedExecutionException) {
            return new Outcome.Refused(Rejected.of(UNAVAILABLE, "too much waits to be judged just now: ask again"));
        }
        if (cause instanceof RegistryUnavailableException) {
            return new Outcome.Refused(
                    Rejected.of(UNAVAILABLE, "the registry of sensors cannot be reached just now: ask again"));
        }
        throw failure instanceof CompletionException other ? other : new CompletionException(failure);
    }
}
