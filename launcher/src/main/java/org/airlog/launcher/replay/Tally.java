package org.airlog.launcher.replay;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts what is sent and answered. For many threads. */
final class Tally {

    private final long startedAt = System.nanoTime();
    private final Map<String, Long> refused = new HashMap<>();
    private final Map<String, String> details = new HashMap<>();
    private long publishes;
    private long sent;
    private long answered;
    private long acknowledged;
    private long resent;

    synchronized void sent(Publish publish) {
        publishes++;
        sent += publish.observations();
    }

    synchronized void resent() {
        resent++;
    }

    synchronized void accepted(Publish publish, Answer.Accepted answer) {
        answered += publish.observations();
        acknowledged += answer.observations();
        answer.refused().forEach((reason, observations) -> refused.merge(reason, (long) observations, Long::sum));
    }

    synchronized void refused(Publish publish, Answer.Refused answer) {
        answered += publish.observations();
        refused.merge(answer.reason(), (long) publish.observations(), Long::sum);
        details.putIfAbsent(answer.reason(), answer.detail());
    }

    synchronized Report report(Optional<String> failure) {
        return new Report(
                publishes,
                sent,
                acknowledged,
                refused,
                details,
                sent - answered,
                resent,
                Duration.ofNanos(System.nanoTime() - startedAt),
                failure);
    }
}
