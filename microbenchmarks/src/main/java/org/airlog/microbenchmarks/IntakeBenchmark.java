package org.airlog.microbenchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.airlog.broker.intake.DialectRules;
import org.airlog.broker.intake.Freshness;
import org.airlog.broker.intake.Moment;
import org.airlog.broker.intake.Origin;
import org.airlog.broker.intake.Principal;
import org.airlog.broker.intake.Property;
import org.airlog.broker.intake.Protocol;
import org.airlog.broker.intake.Publish;
import org.airlog.broker.intake.Rules;
import org.airlog.broker.intake.Terms;
import org.airlog.broker.intake.Toll;
import org.airlog.broker.intake.Transport;
import org.airlog.broker.intake.Verdict;
import org.airlog.broker.intake.limit.AddressBlocks;
import org.airlog.broker.intake.limit.Limit;
import org.airlog.broker.intake.limit.LimitRules;
import org.airlog.broker.sensor.SensorSnapshot;
import org.airlog.configuration.Rate;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.PayloadLimits;
import org.airlog.observation.signature.HmacSha256;
import org.airlog.observation.signature.OpenSmogHash;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The whole decision on one publish, as the door makes it: from what came over the wire to a verdict, the sensor looked
 * up in the registry and all limits counted, without HiveMQ and Kafka.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class IntakeBenchmark {

    /** What is published. */
    @Param
    public Sample sample = Sample.SINGLE;

    /** So much that nobody ever waits: what is measured is the counting. */
    private static final Rate PLENTY = new Rate(1_000_000_000, Duration.ofSeconds(1), 1_000_000_000);

    private final Terms terms = Terms.first(
            new Rules(
                    true,
                    new Rules.SignatureRules(Set.of("opensmoghash", "hmac-sha256"), true, Duration.ofMinutes(5)),
                    new Rules.ClockRules(Duration.ofDays(400), Duration.ofMinutes(5)),
                    false,
                    PayloadLimits.DEFAULTS,
                    new Rules.UploadRules(false, new Suid(new UUID(0, 1)), List.of()),
                    new DialectRules(Set.copyOf(DialectRules.ALL), null, Map.of(), Map.of())),
            new LimitRules(
                    true,
                    Arrays.stream(Limit.values()).collect(Collectors.toMap(Function.identity(), limit -> PLENTY)),
                    AddressBlocks.NONE),
            new SplittableRandom(1));

    private final SensorSnapshot registry = Fixture.registry();
    private final Map<Sample, Publish> hmacs = Sample.each(IntakeBenchmark::withProperty);
    private final Map<Sample, Publish> hashes = Sample.each(IntakeBenchmark::withTopic);

    /** MQTT 5, HMAC-SHA256 in a user property. */
    @Benchmark
    public Verdict hmac() {
        return decide(sample.in(hmacs));
    }

    /** MQTT 3.1.1, OpenSmogHash in the topic. */
    @Benchmark
    public Verdict hash() {
        return decide(sample.in(hashes));
    }

    private Verdict decide(Publish publish) {
        var toll = new Toll(terms.limits(), publish.origin(), Duration.ofSeconds(1));
        var now = new Moment(Fixture.NOW, true, System.nanoTime());
        return terms.intake().decide(publish, registry::find, Freshness.CAUGHT_UP, now, toll);
    }

    private static Publish withProperty(Sample sample) {
        String hex =
                HmacSha256.sign(Fixture.SECRET, Fixture.TOPIC, sample.json()).hex();
        var signature = new Property(Property.AUTHORIZATION, HmacSha256.SCHEME + " " + hex);
        return publish(Fixture.TOPIC, sample, Protocol.MQTT_5, List.of(signature));
    }

    private static Publish withTopic(Sample sample) {
        String hex = OpenSmogHash.sign(Fixture.SECRET, sample.json()).hex();
        return publish(Fixture.TOPIC + "/" + OpenSmogHash.SCHEME + "/" + hex, sample, Protocol.MQTT_3, List.of());
    }

    private static Publish publish(String topic, Sample sample, Protocol protocol, List<Property> properties) {
        var origin = new Origin(Principal.ANONYMOUS, "device", "192.0.2.7", Transport.TLS);
        return new Publish(topic, sample.json(), 1, false, protocol, origin, "", properties, Optional.empty());
    }
}
