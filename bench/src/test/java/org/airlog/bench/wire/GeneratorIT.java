package org.airlog.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.airlog.bench.load.Account;
import org.airlog.bench.load.Fleet;
import org.airlog.bench.load.Sensor;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("FutureReturnValueIgnored") // what fails ends the channel
class GeneratorIT {

    private static final InetSocketAddress NOWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    private static final Generator.Watch NOBODY = (publish, dueAt) -> {};

    @ParameterizedTest
    @CsvSource({"true, 1, 1", "true, 1, 10", "false, 1, 1", "true, 0, 1"})
    void countsEveryAnswer(boolean isMqtt5, int qos, int window) throws Exception {
        check(new Target.Mqtt(NOWHERE, isMqtt5, qos, window), qos == 1);
    }

    @Test
    void countsEveryAnswerOverHttp() throws Exception {
        check(new Target.Http(NOWHERE, "localhost", ""), true);
    }

    private static void check(Target like, boolean isAnswered) throws Exception {
        var fleet = fleet(20);
        try (var nobody = NullTarget.like(like);
                var generator = new Generator(like.at(nobody.address()), 10, 20, fleet::next)) {
            var connections = new Account();
            generator.connect(OptionalDouble.empty(), connections);
            var account = new Account();
            generator.run(new Generator.Load(OptionalDouble.empty(), Duration.ofMillis(300), account, NOBODY));

            assertThat(connections.acknowledged()).isEqualTo(10);
            assertThat(account.sent()).isGreaterThan(100);
            assertThat(account.acknowledged()).isEqualTo(isAnswered ? account.sent() : 0);
            assertThat(account.latencies().getTotalCount()).isEqualTo(isAnswered ? account.publishes() : 0);
        }
    }

    @Test
    void sendsAtItsRateWhateverTheAnswers() throws Exception {
        var like = new Target.Mqtt(NOWHERE, true, 1, 1);
        var bySensor = new HashMap<Suid, Integer>();
        try (var nobody = NullTarget.like(like);
                var generator = new Generator(like.at(nobody.address()), 7, 21, fleet(21)::next)) {
            generator.connect(OptionalDouble.empty(), new Account());
            var account = new Account();
            generator.run(new Generator.Load(
                    OptionalDouble.of(1_050),
                    Duration.ofSeconds(1),
                    account,
                    (publish, dueAt) -> bySensor.merge(publish.suid(), 1, Integer::sum)));

            assertThat(account.publishes()).isBetween(1_049L, 1_051L);
            assertThat(account.acknowledged()).isEqualTo(account.sent());
        }
        assertThat(bySensor).hasSize(21).allSatisfy((suid, count) -> assertThat(count)
                .isBetween(49, 51));
    }

    @Test
    void tellsWhatAStallHeldUpFromWhenItWasDue() throws Exception {
        try (var broker = new MoodyBroker((context, publish, count) -> {
            // Everything behind the first waits for half a second on this one thread.
            if (count == 1) {
                java.util.concurrent.locks.LockSupport.parkNanos(
                        Duration.ofMillis(500).toNanos());
            }
            MoodyBroker.acknowledge(context, publish);
        })) {
            var target = new Target.Mqtt(broker.address(), true, 1, 1);
            try (var generator = new Generator(target, 5, 5, fleet(5)::next)) {
                generator.connect(OptionalDouble.empty(), new Account());
                var account = new Account();
                generator.run(new Generator.Load(OptionalDouble.of(1_000), Duration.ofSeconds(1), account, NOBODY));

                assertThat(account.acknowledged()).isEqualTo(account.sent());
                // Some 500 of the 1,000 were due while nobody answered: half of those had to wait for 250 ms and more.
                assertThat(account.latencies().getCountBetweenValues(250_000, 600_000_000))
                        .isGreaterThan(150);
            }
        }
    }

    @Test
    void connectsAgainAndSendsAgainWhatHadNoAnswer() throws Exception {
        try (var broker = new MoodyBroker((context, publish, count) -> {
            if (count % 50 == 0) {
                context.close();
            } else {
                MoodyBroker.acknowledge(context, publish);
            }
        })) {
            var target = new Target.Mqtt(broker.address(), true, 1, 1);
            try (var generator = new Generator(target, 3, 3, fleet(3)::next)) {
                generator.connect(OptionalDouble.empty(), new Account());
                var account = new Account();
                generator.run(new Generator.Load(OptionalDouble.of(200), Duration.ofSeconds(2), account, NOBODY));

                assertThat(account.repeats()).isPositive();
                assertThat(account.acknowledged()).isEqualTo(account.sent());
                assertThat(account.unansweredObservations()).isZero();
            }
        }
    }

    @Test
    void countsRefusalsByTheirReason() throws Exception {
        try (var broker =
                new MoodyBroker((context, publish, count) -> context.writeAndFlush(MqttMessageBuilders.pubAck()
                        .packetId(publish.variableHeader().packetId())
                        .reasonCode((byte) 0x99)
                        .properties(MoodyBroker.reasonString("malformed: no JSON"))
                        .build()))) {
            var target = new Target.Mqtt(broker.address(), true, 1, 1);
            try (var generator = new Generator(target, 1, 1, fleet(1)::next)) {
                generator.connect(OptionalDouble.empty(), new Account());
                var account = new Account();
                generator.run(new Generator.Load(OptionalDouble.of(100), Duration.ofMillis(200), account, NOBODY));

                assertThat(account.refused()).isEqualTo(Map.of("malformed", account.sent()));
                assertThat(account.acknowledged()).isZero();
            }
        }
    }

    @Test
    void saysWhyAClientIsNotLetIn() throws Exception {
        try (var broker = new MoodyBroker(MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5)) {
            var target = new Target.Mqtt(broker.address(), true, 1, 1);
            try (var generator = new Generator(target, 2, 2, fleet(2)::next)) {
                assertThatIOException()
                        .isThrownBy(() -> generator.connect(OptionalDouble.empty(), new Account()))
                        .withMessageContaining("NOT_AUTHORIZED");
            }
        }
    }

    private static Fleet fleet(int sensors) {
        List<Sensor> made = new ArrayList<>();
        for (int number = 0; number < sensors; number++) {
            made.add(Sensor.of(new Suid(new UUID(3, number)), Optional.of(Secret.ofText("a secret"))));
        }
        return new Fleet(made, new Fleet.Shape(1, 1), Instant.parse("2026-11-27T20:00:00Z"));
    }
}
