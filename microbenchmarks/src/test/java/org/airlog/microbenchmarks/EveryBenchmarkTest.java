package org.airlog.microbenchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.airlog.broker.intake.Verdict.Accepted;
import org.airlog.ingest.batch.Landing;
import org.airlog.observation.signature.HmacSha256;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is measured does what it should: a benchmark of a refusal would be quick, and say nothing. */
class EveryBenchmarkTest {

    @ParameterizedTest
    @EnumSource
    void checksSignatures(Sample sample) {
        var benchmark = new SignatureBenchmark();
        benchmark.sample = sample;

        assertThat(benchmark.hmac()).isTrue();
        assertThat(benchmark.hmacTimed()).isTrue();
        assertThat(benchmark.hash()).isTrue();
        assertThat(benchmark.hmacWrong()).isFalse();
        assertThat(benchmark.hashWrong()).isFalse();
        assertThat(benchmark.parse()).containsInstanceOf(HmacSha256.class);
    }

    @ParameterizedTest
    @EnumSource
    void decodes(Sample sample) throws Exception {
        var benchmark = new DecodeBenchmark();
        benchmark.sample = sample;

        assertThat(benchmark.json()).isEqualTo(sample.reported());
        assertThat(benchmark.messagePack()).isEqualTo(sample.reported());
        assertThat(benchmark.record()).isEqualTo(sample.record());
    }

    @ParameterizedTest
    @EnumSource
    void encodes(Sample sample) {
        var benchmark = new EncodeBenchmark();
        benchmark.sample = sample;

        assertThat(benchmark.record()).isEqualTo(sample.encoded());
        assertThat(benchmark.logRecord().value().bytes()).isEqualTo(sample.encoded());
        assertThat(benchmark.json()).isEqualTo(sample.json());
    }

    @ParameterizedTest
    @EnumSource
    void accepts(Sample sample) {
        var benchmark = new IntakeBenchmark();
        benchmark.sample = sample;

        assertThat(benchmark.hmac()).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.record()).isEqualTo(sample.record());
            assertThat(accepted.delivery()).isPresent();
        });
        assertThat(benchmark.hash()).isInstanceOfSatisfying(Accepted.class, accepted -> assertThat(accepted.record())
                .isEqualTo(sample.record()));
    }

    @ParameterizedTest
    @EnumSource
    void makesRows(Sample sample) throws Exception {
        var benchmark = new RowsBenchmark();
        benchmark.sample = sample;

        assertThat(benchmark.rows())
                .hasSize(RowsBenchmark.RECORDS * sample.size())
                .allMatch(Landing::isNew)
                .allMatch(landing -> landing.row().readings().containsKey("pm2_5"));
    }
}
