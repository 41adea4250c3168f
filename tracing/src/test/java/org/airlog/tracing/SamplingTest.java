package org.airlog.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.airlog.observation.TraceContext;
import org.airlog.tracing.Sampling.Choice;
import org.junit.jupiter.api.Test;

class SamplingTest {

    private static final long SECOND = 1_000_000_000L;

    private static final TraceContext SAMPLED =
            new TraceContext("ffffffffffffffff0000000000000000", "00f067aa0ba902b7", true, "");
    private static final TraceContext UNSAMPLED = new TraceContext(SAMPLED.traceId(), SAMPLED.spanId(), false, "");

    @Test
    void tracesThePartThatIsAskedFor() {
        var sampling = new Sampling(0.01, new Random(4711)::nextDouble);

        assertThat(IntStream.range(0, 100_000)
                        .filter(n -> sampling.ofNobody() == Choice.ANEW)
                        .count())
                .isBetween(900L, 1_100L);
        assertThat(new Sampling(0, () -> 0).ofNobody()).isEqualTo(Choice.NONE);
        assertThat(new Sampling(1, () -> 0.999).ofNobody()).isEqualTo(Choice.ANEW);
    }

    @Test
    void believesStrangersWithinAnAllowance() {
        var sampling = new Sampling(0, () -> 0);

        assertThat(believed(sampling, 1_000, -SECOND)).isEqualTo(Sampling.STRANGERS_PER_SECOND);
        assertThat(believed(sampling, 1_000, -SECOND / 2)).isEqualTo(Sampling.STRANGERS_PER_SECOND / 2);
        assertThat(believed(sampling, 1_000, 1_000 * SECOND)).isEqualTo(Sampling.STRANGERS_PER_SECOND);
    }

    @Test
    void castsTheDiceForStrangersBeyondTheirAllowanceWhateverTheirIdSays() {
        var sampling = new Sampling(0.01, new Random(4711)::nextDouble);
        believed(sampling, 1_000, 0);

        assertThat(IntStream.range(0, 100_000)
                        .filter(n -> sampling.ofStranger(SAMPLED, 0) == Choice.ANEW)
                        .count())
                .isBetween(900L, 1_100L);
        assertThat(sampling.ofStranger(SAMPLED, 0)).isNotEqualTo(Choice.AS_STATED);
    }

    @Test
    void takesAStrangerWhoTracesNothingForOneWhoStatesNothing() {
        var sampling = new Sampling(1, () -> 0);

        assertThat(sampling.ofStranger(UNSAMPLED, 0)).isEqualTo(Choice.ANEW);
    }

    private static long believed(Sampling sampling, int tries, long nanos) {
        return IntStream.range(0, tries)
                .filter(n -> sampling.ofStranger(SAMPLED, nanos) == Choice.AS_STATED)
                .count();
    }
}
