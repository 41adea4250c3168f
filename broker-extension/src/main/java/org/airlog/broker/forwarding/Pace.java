package org.airlog.broker.forwarding;

import java.time.Duration;

/**
 * How long the breaker waits for what.
 *
 * @param slow the breaker opens when Kafka has stopped to confirm records for so long
 * @param openAtLeast once open, it stays so for a while: a Kafka in trouble is not tried with every publish
 * @param handOver a record is held in memory no longer than this
 * @param betweenHandOvers when a hand-over had to be given up
 */
record Pace(Duration slow, Duration openAtLeast, Duration handOver, Duration betweenHandOvers) {

    /** A second, a second, half a second, two seconds. */
    static final Pace DEFAULT =
            new Pace(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofSeconds(2));
}
