package org.airlog.ingest.opensensemap;

import java.time.Duration;

/**
 * How patient the forwarder is.
 *
 * @param shortestPause after a first failure
 * @param longestPause after many
 * @param answerLimit how long an answer may take
 * @param restartPause after a fault of our own, or a log that lacks records
 */
record Pace(Duration shortestPause, Duration longestPause, Duration answerLimit, Duration restartPause) {

    static final Pace USUAL =
            new Pace(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(60), Duration.ofMinutes(1));
}
