package org.airlog.bench;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.airlog.bench.load.Account;

/**
 * What came out of a run; counts are in observations, which are rows (in connections, in mode {@code CONNECT}).
 *
 * @param counts what was sent and answered, and how long that took
 * @param stored rows that there are more than before; empty where nobody was asked
 * @param seconds from the first publish until the last row was committed, or the last answer was there
 * @param answerSeconds from the first publish until the last answer
 * @param latency of answers; in mode {@code E2E} until rows could be read
 * @param cpuSeconds of each process but this one, meanwhile
 * @param generatorPerSecond publishes a second that the generator reaches against a server that does nothing
 * @param rawCopyPerSecond rows a second that COPY brings into a table like the sink's
 * @param invisible publishes that were watched and whose rows could not be read within 20 s
 */
public record Result(
        Mode mode,
        int qos,
        Account counts,
        OptionalLong stored,
        double seconds,
        double answerSeconds,
        Latency latency,
        Map<String, Double> cpuSeconds,
        OptionalDouble generatorPerSecond,
        OptionalDouble rawCopyPerSecond,
        long invisible) {

    /** Rows a second; where no rows were counted, acknowledged observations. */
    public double perSecond() {
        return stored.orElse(done()) / seconds;
    }

    /** Acknowledged observations a second. */
    public double acknowledgedPerSecond() {
        return done() / answerSeconds;
    }

    /** Microseconds of processor time that the processes took for each row; empty where nobody was counted. */
    public OptionalDouble cpuMicrosPerRow() {
        double total =
                cpuSeconds.values().stream().mapToDouble(Double::doubleValue).sum();
        long rows = stored.orElse(done());
        return cpuSeconds.isEmpty() || rows == 0 ? OptionalDouble.empty() : OptionalDouble.of(total * 1e6 / rows);
    }

    /** Observations that were refused. */
    public long refused() {
        return counts.refused().values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Whether what was acknowledged is what is stored. What had no answer in time may be stored or not; at QoS 0 nothing is
     * promised, but that there is no more than was sent.
     */
    public boolean isRight() {
        if (invisible > 0) {
            return false;
        }
        if (stored.isEmpty()) {
            return true;
        }
        long rows = stored.getAsLong();
        return qos == 0
                ? rows <= counts.sent()
                : rows >= counts.acknowledged() && rows <= counts.acknowledged() + counts.unansweredObservations();
    }

    private long done() {
        return qos == 0 ? counts.sent() : counts.acknowledged();
    }
}
