package org.airlog.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient.Mqtt5Publishes;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.airlog.observation.Suid;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What MQTT 5 promises to subscribers and publishers holds on Airlog's own topics as it does on those of a broker without
 * Airlog, where general suites look for it: {@code docs/conformance.md} tells which of their cases each of these stands for.
 */
class ConformanceIT {

    private static final String ANY = "v1/sensors/+/readings";

    @TempDir
    static Path directory;

    private static Installation airlog;

    private final Suid suid = new Suid(UUID.randomUUID());
    private final String topic = "v1/sensors/" + suid + "/readings";
    private final Mqtt5BlockingClient sensor = client("sensor-" + suid, false);
    private final Mqtt5BlockingClient subscriber = client("subscriber-" + suid, true);
    private final Mqtt5Publishes seen = subscriber.publishes(MqttGlobalPublishFilter.ALL);

    @BeforeAll
    static void startAll() throws Exception {
        airlog = new Installation(directory, Map.of()).start();
    }

    @AfterAll
    static void stopAll() {
        airlog.close();
    }

    @BeforeEach
    void connect() {
        sensor.connect();
        subscriber.connectWith().cleanStart(false).sessionExpiryInterval(600).send();
    }

    @AfterEach
    void disconnect() {
        seen.close();
        sensor.disconnect();
        subscriber.disconnectWith().sessionExpiryInterval(0).send();
    }

    @Test
    void userPropertiesAndQosReachTheSubscriber() throws Exception {
        subscribe(topic);

        publish(1, MqttQos.AT_LEAST_ONCE, 0);
        publish(2, MqttQos.AT_MOST_ONCE, 0);

        List<Mqtt5Publish> both = receive(2);
        assertThat(both)
                .extracting(Mqtt5Publish::getQos)
                .containsExactlyInAnyOrder(MqttQos.AT_LEAST_ONCE, MqttQos.AT_MOST_ONCE);
        assertThat(both).allSatisfy(publish -> {
            assertThat(publish.getTopic()).hasToString(topic);
            assertThat(publish.isRetain()).isFalse();
            assertThat(publish.getUserProperties().asList())
                    .extracting(property -> property.getName() + "=" + property.getValue())
                    .containsExactly("a=2", "c=3");
        });
    }

    @Test
    void aSubscriberThatWasAwayGetsWhatCameMeanwhile() throws Exception {
        subscribe(ANY);
        subscriber.disconnect();

        for (int i = 1; i <= 3; i++) {
            publish(i, MqttQos.AT_LEAST_ONCE, 0);
        }
        assertThat(seen.receive(200, TimeUnit.MILLISECONDS)).isEmpty();
        assertThat(subscriber
                        .connectWith()
                        .cleanStart(false)
                        .sessionExpiryInterval(600)
                        .send()
                        .isSessionPresent())
                .isTrue();

        assertThat(receive(3)).extracting(ConformanceIT::text).allMatch(text -> text.contains("PM10"));
    }

    @Test
    void whatHasExpiredIsNotDeliveredLate() throws Exception {
        subscribe(topic);
        subscriber.disconnect();
        publish(1, MqttQos.AT_LEAST_ONCE, 1);
        publish(2, MqttQos.AT_LEAST_ONCE, 600);
        long begun = System.nanoTime();
        Awaitility.await()
                .until(() -> System.nanoTime() - begun > Duration.ofSeconds(3).toNanos());

        subscriber.connectWith().cleanStart(false).sessionExpiryInterval(600).send();

        assertThat(receive(1)).singleElement().satisfies(publish -> assertThat(
                        publish.getMessageExpiryInterval().orElseThrow())
                .isBetween(1L, 598L));
        assertThat(seen.receive(300, TimeUnit.MILLISECONDS)).isEmpty();
        assertThat(airlog.stored(suid)).hasSize(2);
    }

    @Test
    void nothingComesAfterAnUnsubscription() throws Exception {
        subscribe(topic);
        publish(1, MqttQos.AT_LEAST_ONCE, 0);
        receive(1);

        subscriber.unsubscribeWith().topicFilter(topic).send();
        publish(2, MqttQos.AT_LEAST_ONCE, 0);

        assertThat(seen.receive(300, TimeUnit.MILLISECONDS)).isEmpty();
    }

    @Test
    void subscriptionsThatOverlapDeliverAtLeastOnceAndAtMostOnceEach() throws Exception {
        subscribe(topic);
        subscribe(ANY);

        publish(1, MqttQos.AT_LEAST_ONCE, 0);

        receive(1);
        var more = new ArrayList<Mqtt5Publish>();
        seen.receive(300, TimeUnit.MILLISECONDS).ifPresent(more::add);
        assertThat(more).hasSizeLessThan(2);
        assertThat(seen.receiveNow()).isEmpty();
    }

    @Test
    void whoDoesNotWantHisOwnGetsThoseOfOthersAlone() throws Exception {
        subscriber
                .subscribeWith()
                .addSubscription()
                .topicFilter(ANY)
                .qos(MqttQos.AT_LEAST_ONCE)
                .noLocal(true)
                .applySubscription()
                .send();

        subscriber
                .publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(reading(1))
                .send();
        publish(2, MqttQos.AT_LEAST_ONCE, 0);

        assertThat(receive(1)).extracting(ConformanceIT::text).allMatch(text -> text.contains("2.0"));
        assertThat(seen.receive(300, TimeUnit.MILLISECONDS)).isEmpty();
    }

    @Test
    void aTopicAliasStandsForItsTopic() throws Exception {
        Mqtt5BlockingClient aliasing = client("aliasing", false);
        aliasing.connectWith()
                .restrictions()
                .sendTopicAliasMaximum(4)
                .applyRestrictions()
                .send();
        for (int i = 0; i < 5; i++) {
            aliasing.publishWith()
                    .topic(topic)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(reading(i))
                    .send();
        }
        aliasing.disconnect();

        assertThat(airlog.stored(suid)).hasSize(5);
    }

    /** By design: nobody may subscribe to what is not his, and a share of the readings is nobody's. */
    @Test
    void whatIsRefusedIsRefusedInTheSuback() {
        for (String filter : List.of("#", "TopicA/+", "$share/group/" + ANY)) {
            var refused = catchThrowableOfType(Mqtt5SubAckException.class, () -> subscribe(filter));

            assertThat(refused.getMqttMessage().getReasonCodes()).containsExactly(Mqtt5SubAckReasonCode.NOT_AUTHORIZED);
        }
    }

    private void subscribe(String filter) {
        subscriber
                .subscribeWith()
                .topicFilter(filter)
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();
    }

    private void publish(double pm10, MqttQos qos, long expirySeconds) {
        var publish = sensor.publishWith().topic(topic).qos(qos).payload(reading(pm10));
        if (expirySeconds > 0) {
            publish = publish.messageExpiryInterval(expirySeconds);
        }
        publish.userProperties()
                .add("a", "2")
                .add("c", "3")
                .add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .add("tracestate", "vendor=a")
                .applyUserProperties()
                .send();
    }

    private List<Mqtt5Publish> receive(int count) throws InterruptedException {
        var received = new ArrayList<Mqtt5Publish>();
        while (received.size() < count) {
            received.add(seen.receive(10, TimeUnit.SECONDS).orElseThrow());
        }
        return received;
    }

    private static String text(Mqtt5Publish publish) {
        return new String(publish.getPayloadAsBytes(), UTF_8);
    }

    private static byte[] reading(double pm10) {
        return Device.reading(Duration.ofSeconds(60 + (long) pm10), pm10).bytes();
    }

    private static Mqtt5BlockingClient client(String clientId, boolean isOperator) {
        var builder = Mqtt5Client.builder()
                .serverHost("127.0.0.1")
                .serverPort(airlog.port())
                .identifier(clientId);
        if (isOperator) {
            builder = builder.simpleAuth()
                    .username("operator")
                    .password(Installation.OPERATOR_PASSWORD.getBytes(UTF_8))
                    .applySimpleAuth();
        }
        return builder.buildBlocking();
    }
}
