package org.airlog.microbenchmarks;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.airlog.observation.signature.HmacSha256;
import org.airlog.observation.signature.OpenSmogHash;
import org.airlog.observation.signature.Secret;
import org.airlog.observation.signature.Signature;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A signature as it is read from its header, and as it is checked against the sensor's secret and another one. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class SignatureBenchmark {

    /** What is signed. */
    @Param
    public Sample sample = Sample.SINGLE;

    private final Map<Sample, Signature> hmacs =
            Sample.each(each -> HmacSha256.sign(Fixture.SECRET, Fixture.TOPIC, each.json()));
    private final Map<Sample, Signature> timedHmacs =
            Sample.each(each -> HmacSha256.sign(Fixture.SECRET, Fixture.TOPIC, Fixture.NOW, each.json()));
    private final Map<Sample, Signature> hashes = Sample.each(each -> OpenSmogHash.sign(Fixture.SECRET, each.json()));
    private final String header = HmacSha256.SCHEME + " "
            + HmacSha256.sign(Fixture.SECRET, Fixture.TOPIC, Sample.SINGLE.json())
                    .hex();

    /** HMAC-SHA256, made by the sensor. */
    @Benchmark
    public boolean hmac() {
        return matches(hmacs, Fixture.SECRET);
    }

    /** HMAC-SHA256, made by somebody else. */
    @Benchmark
    public boolean hmacWrong() {
        return matches(hmacs, Fixture.OTHER_SECRET);
    }

    /** HMAC-SHA256 with the time in it. */
    @Benchmark
    public boolean hmacTimed() {
        return matches(timedHmacs, Fixture.SECRET);
    }

    /** OpenSmogHash, made by the sensor. */
    @Benchmark
    public boolean hash() {
        return matches(hashes, Fixture.SECRET);
    }

    /** OpenSmogHash, made by somebody else. */
    @Benchmark
    public boolean hashWrong() {
        return matches(hashes, Fixture.OTHER_SECRET);
    }

    /** The header's text; the same for each sample. */
    @Benchmark
    public Optional<Signature> parse() {
        return Signature.parseAuthorization(header);
    }

    private boolean matches(Map<Sample, Signature> signatures, Secret secret) {
        return sample.in(signatures).matches(secret, Fixture.TOPIC, sample.json());
    }
}
