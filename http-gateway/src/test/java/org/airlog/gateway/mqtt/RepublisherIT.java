package org.airlog.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.airlog.gateway.scripted.ReceivedPublish;
import org.airlog.gateway.scripted.ScriptedBroker;
import org.airlog.gateway.upload.Outcome;
import org.airlog.gateway.upload.Property;
import org.airlog.gateway.upload.Upload;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;
import org.airlog.tls.Authorities;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RepublisherIT {

    private static final Suid SUID = new Suid(UUID.fromString("8e6d2f8a-3b1c-4d5e-9f70-0123456789ab"));
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : started) {
            each.close();
        }
    }

    @Test
    void publishesAllThatTheBrokerNeedsToJudge() throws Exception {
        var broker = broker(ReceivedPublish::accept);
        var republisher = republisher(broker.port(), 1, LONG);
        var upload = new Upload(
                "upload",
                Payload.ofText("co2\n400\n"),
                Optional.of("text/csv"),
                List.of(new Property("Airlog-Transport", "plain"), new Property("Authorization", "OpenSmogHash 00")),
                Optional.empty(),
                false);

        outcome(republisher.publish(upload));

        var publish = broker.publishes().get(0);
        assertThat(publish.topic()).isEqualTo("upload");
        assertThat(publish.text()).isEqualTo("co2\n400\n");
        assertThat(publish.contentType()).isEqualTo("text/csv");
        assertThat(publish.userProperties())
                .containsExactly(Map.entry("Airlog-Transport", "plain"), Map.entry("Authorization", "OpenSmogHash 00"));
        assertThat(publish.clientId()).matches("airlog-gateway-[0-9a-f]{8}-0");
    }

    @Test
    void saysNothingBeforeThePubAck() throws Exception {
        var broker = broker(RepublisherIT::silence);
        var republisher = republisher(broker.port(), 1, LONG);

        var outcome = republisher.publish(readings(SUID));
        await().atMost(Duration.ofMinutes(1)).until(() -> broker.publishes().size() == 1);
        assertThat(outcome).isNotDone();
        broker.publishes()
                .get(0)
                .acknowledge(0x10, "", Map.of("Airlog-Accepted", "3", "Airlog-Refused", "1;malformed"));

        assertThat(outcome(outcome)).isEqualTo(new Outcome.Accepted(OptionalInt.of(3), List.of("1;malformed")));
    }

    @Test
    void tellsTheReasonOfARefusal() throws Exception {
        var broker = broker(publish -> publish.acknowledge(0x87, "signature-wrong: no match", Map.of()));
        var republisher = republisher(broker.port(), 1, LONG);

        assertThat(outcome(republisher.publish(readings(SUID))))
                .isEqualTo(new Outcome.Refused(Reason.SIGNATURE_WRONG, "no match"));
    }

    @Test
    void refusesAtOnceWhileThereIsNoBroker() throws Exception {
        int nobodysPort = freePort();
        var republisher = track(new Republisher(address(nobodysPort), Authorities.OF_THE_JDK, "password", 2, LONG));
        republisher.start();

        assertThat(reason(republisher.publish(readings(SUID)))).isEqualTo(Reason.UNAVAILABLE);
        assertThat(republisher.connected()).isZero();
    }

    @Test
    void refusesAtOnceWhatIsUnderWayWhenTheConnectionIsCutAndNeverSendsItAgain() throws Exception {
        var broker = broker(publish -> publish.connection().cut());
        var republisher = republisher(broker.port(), 1, LONG);

        assertThat(reason(republisher.publish(readings(SUID)))).isEqualTo(Reason.UNAVAILABLE);

        broker.answer(ReceivedPublish::accept);
        await().atMost(Duration.ofMinutes(1)).until(() -> republisher.connected() == 1);
        assertThat(outcome(republisher.publish(upload("after")))).isInstanceOf(Outcome.Accepted.class);
        assertThat(broker.publishes()).extracting(ReceivedPublish::topic).containsExactly("readings", "after");
    }

    @Test
    void refusesAtOnceWhatIsUnderWayWhenTheBrokerDisconnects() throws Exception {
        var broker = broker(publish -> publish.connection().disconnect(0x97));
        var republisher = republisher(broker.port(), 1, LONG);

        assertThat(reason(republisher.publish(readings(SUID)))).isEqualTo(Reason.UNAVAILABLE);
        await().atMost(Duration.ofMinutes(1)).until(() -> republisher.connected() == 1);
    }

    @Test
    void queuesNothingWhileTheBrokerIsAway() throws Exception {
        var broker = broker(ReceivedPublish::accept);
        var republisher = republisher(broker.port(), 1, LONG);
        broker.close();
        await().atMost(Duration.ofMinutes(1)).until(() -> republisher.connected() == 0);

        assertThat(reason(republisher.publish(upload("while away")))).isEqualTo(Reason.UNAVAILABLE);

        var restarted = track(new ScriptedBroker(broker.port(), 100, ReceivedPublish::accept));
        await().atMost(Duration.ofMinutes(1)).until(() -> republisher.connected() == 1);
        assertThat(outcome(republisher.publish(upload("back")))).isInstanceOf(Outcome.Accepted.class);
        assertThat(restarted.publishes()).extracting(ReceivedPublish::topic).containsExactly("back");
    }

    @Test
    void refusesWhatTheBrokerDoesNotAnswerInTime() throws Exception {
        var broker = broker(RepublisherIT::silence);
        var republisher = republisher(broker.port(), 1, Duration.ofMillis(200));

        assertThat(reason(republisher.publish(readings(SUID)))).isEqualTo(Reason.UNAVAILABLE);
        assertThat(republisher.underWay()).isEqualTo(1);
    }

    @Test
    void getsThePlaceBackWithAPubAckThatComesTooLate() throws Exception {
        var broker = track(new ScriptedBroker(0, 1, RepublisherIT::silence));
        var republisher = republisher(broker.port(), 1, Duration.ofMillis(500));
        assertThat(reason(republisher.publish(readings(SUID)))).isEqualTo(Reason.UNAVAILABLE);

        await().until(() -> broker.publishes().size() == 1);
        broker.publishes().get(0).accept();

        await().until(() -> republisher.underWay() == 0);
        broker.answer(ReceivedPublish::accept);
        assertThat(outcome(republisher.publish(readings(SUID)))).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void getsThePlaceOfALateRegistrationBackToo() throws Exception {
        var broker = broker(RepublisherIT::silence);
        var republisher = republisher(broker.port(), 1, Duration.ofMillis(200));
        assertThat(reason(republisher.publish(registration()))).isEqualTo(Reason.UNAVAILABLE);

        await().until(() -> broker.publishes().size() == 1);
        broker.publishes().get(0).accept();

        await().until(() -> republisher.underWay() == 0);
    }

    @Test
    void getsThePlaceBackWhenTheConnectionEndsAfterTheTimeOut() throws Exception {
        var broker = broker(RepublisherIT::silence);
        var republisher = republisher(broker.port(), 1, Duration.ofMillis(200));
        assertThat(reason(republisher.publish(readings(SUID)))).isEqualTo(Reason.UNAVAILABLE);

        await().until(() -> broker.publishes().size() == 1);
        broker.publishes().get(0).connection().cut();

        await().until(() -> republisher.underWay() == 0);
    }

    @Test
    void keepsNoPlaceForWhatCannotBePublished() throws Exception {
        var broker = broker(ReceivedPublish::accept);
        var republisher = republisher(broker.port(), 1, LONG);

        assertThatThrownBy(() -> republisher.publish(upload("no/#/topic")))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(republisher.underWay()).isZero();
    }

    @Test
    void doesNotTakeThePubAckOfABrokerWithoutAirlogForSuccess() throws Exception {
        var broker = broker(publish -> publish.acknowledge(0x10, "", Map.of()));
        var republisher = republisher(broker.port(), 1, LONG);

        assertThat(reason(republisher.publish(readings(SUID)))).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void keepsWithinTheBrokersReceiveMaximum() throws Exception {
        var broker = track(new ScriptedBroker(0, 2, RepublisherIT::silence));
        var republisher = republisher(broker.port(), 1, LONG);
        var first = republisher.publish(readings(SUID));
        var second = republisher.publish(readings(SUID));

        assertThat(reason(republisher.publish(readings(SUID)))).isEqualTo(Reason.UNAVAILABLE);

        await().atMost(Duration.ofMinutes(1)).until(() -> broker.publishes().size() == 2);
        broker.publishes().forEach(ReceivedPublish::accept);
        assertThat(outcome(first)).isInstanceOf(Outcome.Accepted.class);
        assertThat(outcome(second)).isInstanceOf(Outcome.Accepted.class);
        broker.answer(ReceivedPublish::accept);
        assertThat(outcome(republisher.publish(readings(SUID)))).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void leavesRoomToOthersWhileOneSenderFloods() throws Exception {
        var broker = track(new ScriptedBroker(0, 10, RepublisherIT::silence));
        var republisher = republisher(broker.port(), 1, LONG);
        for (int i = 0; i < 5; i++) {
            var unused = republisher.publish(readings(SUID));
        }

        assertThat(reason(republisher.publish(readings(SUID)))).isEqualTo(Reason.UNAVAILABLE);

        await().atMost(Duration.ofMinutes(1)).until(() -> broker.publishes().size() == 5);
        var flood = broker.publishes();
        broker.answer(ReceivedPublish::accept);
        assertThat(outcome(republisher.publish(readings(new Suid(UUID.randomUUID())))))
                .isInstanceOf(Outcome.Accepted.class);
        flood.forEach(ReceivedPublish::accept);
        await().atMost(Duration.ofMinutes(1)).until(() -> republisher.underWay() == 0);
        assertThat(outcome(republisher.publish(readings(SUID)))).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void sendsOneSensorsPublishesByOneClientAndManySensorsByMany() throws Exception {
        var broker = broker(ReceivedPublish::accept);
        var republisher = republisher(broker.port(), 4, LONG);
        var suids = IntStream.range(0, 40)
                .mapToObj(n -> new Suid(new UUID(n, n * 7L)))
                .toList();

        for (int round = 0; round < 2; round++) {
            for (Suid suid : suids) {
                outcome(republisher.publish(readings(suid)));
            }
        }

        var clientsOfEachSensor = broker.publishes().stream()
                .collect(Collectors.groupingBy(
                        ReceivedPublish::text, Collectors.mapping(ReceivedPublish::clientId, Collectors.toSet())));
        assertThat(clientsOfEachSensor).hasSize(40).allSatisfy((suid, clients) -> assertThat(clients)
                .hasSize(1));
        assertThat(broker.publishes().stream().map(ReceivedPublish::clientId).distinct())
                .hasSize(4);
    }

    @Test
    void takesAnotherClientWhileTheSensorsOwnIsDown() throws Exception {
        var broker = broker(publish -> publish.connection().cut());
        var republisher = republisher(broker.port(), 2, LONG);
        outcome(republisher.publish(readings(SUID)));
        String own = broker.publishes().get(0).clientId();

        broker.answer(publish -> {
            if (publish.clientId().equals(own)) {
                publish.connection().cut();
            } else {
                publish.accept();
            }
        });

        await().atMost(Duration.ofMinutes(1))
                .until(() -> outcome(republisher.publish(readings(SUID))) instanceof Outcome.Accepted);
    }

    @Test
    void spreadsWhatNamesNoSensor() throws Exception {
        var broker = broker(RepublisherIT::silence);
        var republisher = republisher(broker.port(), 4, LONG);

        for (int i = 0; i < 4; i++) {
            var unused = republisher.publish(upload("upload"));
        }

        await().atMost(Duration.ofMinutes(1)).until(() -> broker.publishes().size() == 4);
        assertThat(broker.publishes()).extracting(ReceivedPublish::clientId).doesNotHaveDuplicates();
    }

    @Test
    void deliversTheSecretThatComesBeforeThePubAck() throws Exception {
        var broker = broker(publish -> {
            publish.reply("SECRET");
            publish.acknowledge(0, "", Map.of());
        });
        var republisher = republisher(broker.port(), 1, LONG);

        assertThat(outcome(republisher.publish(registration())))
                .isEqualTo(new Outcome.Registered(Secret.ofText("SECRET")));
        assertThat(broker.publishes().get(0).responseTopic())
                .isEqualTo("client/" + broker.publishes().get(0).clientId() + "/registrations");
    }

    @Test
    void deliversTheSecretThatComesAfterThePubAck() throws Exception {
        var broker = broker(publish -> {
            publish.acknowledge(0, "", Map.of());
            publish.reply("SECRET");
        });
        var republisher = republisher(broker.port(), 1, LONG);

        assertThat(outcome(republisher.publish(registration())))
                .isEqualTo(new Outcome.Registered(Secret.ofText("SECRET")));
    }

    @Test
    void givesEachRegistrationItsOwnSecret() throws Exception {
        var broker = broker(RepublisherIT::silence);
        var republisher = republisher(broker.port(), 1, LONG);
        var first = republisher.publish(registration());
        var second = republisher.publish(registration());
        await().atMost(Duration.ofMinutes(1)).until(() -> broker.publishes().size() == 2);

        for (int i = 1; i >= 0; i--) {
            broker.publishes().get(i).reply("SECRET" + i);
            broker.publishes().get(i).acknowledge(0, "", Map.of());
        }

        assertThat(outcome(first)).isEqualTo(new Outcome.Registered(Secret.ofText("SECRET0")));
        assertThat(outcome(second)).isEqualTo(new Outcome.Registered(Secret.ofText("SECRET1")));
    }

    @Test
    void tellsWhyARegistrationIsRefused() throws Exception {
        var broker = broker(publish -> publish.acknowledge(0x87, "not-allowed: TLS is required", Map.of()));
        var republisher = republisher(broker.port(), 1, LONG);

        assertThat(outcome(republisher.publish(registration())))
                .isEqualTo(new Outcome.Refused(Reason.NOT_ALLOWED, "TLS is required"));
    }

    @Test
    void refusesARegistrationWhoseSecretIsLost() throws Exception {
        var broker = broker(ReceivedPublish::accept);
        var republisher = republisher(broker.port(), 1, Duration.ofMillis(200));

        assertThat(reason(republisher.publish(registration()))).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void refusesAtOnceARegistrationWhoseConnectionEndsBeforeTheSecret() throws Exception {
        var broker = broker(publish -> {
            publish.accept();
            publish.connection().cut();
        });
        var republisher = republisher(broker.port(), 1, LONG);

        assertThat(reason(republisher.publish(registration()))).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void hearsRepliesAgainAfterAReconnect() throws Exception {
        var broker = broker(publish -> publish.connection().cut());
        var republisher = republisher(broker.port(), 1, LONG);
        outcome(republisher.publish(registration()));
        broker.answer(publish -> {
            publish.reply("SECRET");
            publish.accept();
        });
        await().atMost(Duration.ofMinutes(1)).until(() -> republisher.connected() == 1);

        assertThat(outcome(republisher.publish(registration())))
                .isEqualTo(new Outcome.Registered(Secret.ofText("SECRET")));
    }

    @Test
    void refusesAfterItIsClosedAndDoesNotComeBack() throws Exception {
        var broker = broker(ReceivedPublish::accept);
        var republisher = republisher(broker.port(), 1, LONG);

        republisher.close();
        republisher.close();

        assertThat(reason(republisher.publish(readings(SUID)))).isEqualTo(Reason.UNAVAILABLE);
        assertThat(broker.publishes()).isEmpty();
    }

    private ScriptedBroker broker(Consumer<ReceivedPublish> script) throws IOException {
        return track(new ScriptedBroker(0, 100, script));
    }

    private Republisher republisher(int port, int clients, Duration timeout) {
        var republisher = track(new Republisher(address(port), Authorities.OF_THE_JDK, "password", clients, timeout));
        republisher.start();
        await().atMost(Duration.ofMinutes(1)).until(() -> republisher.connected() == clients);
        return republisher;
    }

    private <T extends AutoCloseable> T track(T closeable) {
        started.push(closeable);
        return closeable;
    }

    /** A script that never answers. */
    private static void silence(ReceivedPublish publish) {}

    private static BrokerAddress address(int port) {
        return new BrokerAddress("127.0.0.1", port, false);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Upload readings(Suid suid) {
        return new Upload(
                "readings",
                Payload.ofText(suid.toString()),
                Optional.empty(),
                List.of(),
                Optional.of(suid.toString()),
                false);
    }

    private static Upload upload(String topic) {
        return new Upload(topic, Payload.ofText(""), Optional.empty(), List.of(), Optional.empty(), false);
    }

    private static Upload registration() {
        return new Upload(
                "v1/sensors/" + SUID,
                Payload.ofText("{}"),
                Optional.empty(),
                List.of(),
                Optional.of(SUID.toString()),
                true);
    }

    private static Outcome outcome(CompletableFuture<Outcome> future) throws Exception {
        return future.get(AT_ONCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static Reason reason(CompletableFuture<Outcome> future) throws Exception {
        return ((Outcome.Refused) outcome(future)).reason();
    }
}
