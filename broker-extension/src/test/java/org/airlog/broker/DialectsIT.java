package org.airlog.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3SubAckException;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.airlog.observation.Observation;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Firmwares that speak MQTT 3.1.1 and know nothing of Airlog: as they connect, and all that they publish. */
class DialectsIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    static Path directory;

    private static Installation airlog;

    @BeforeAll
    static void startAll() throws Exception {
        airlog = new Installation(directory, Map.of()).start();
    }

    @AfterAll
    static void stopAll() {
        airlog.close();
    }

    @Test
    void aTasmotaIsLetInWithItsWillAndItsTelemetryLands() {
        Suid suid = Suid.derived("tasmota", "tasmota_a1b2c3");
        double refusedBefore = refusedPublishes();
        Mqtt3BlockingClient tasmota = tasmota("DVES_A1B2C3", "tele/tasmota_A1B2C3/LWT");
        tasmota.connectWith().cleanSession(true).keepAlive(30).send();

        publish(tasmota, "tele/tasmota_A1B2C3/LWT", true, "Online");
        publish(tasmota, "cmnd/tasmota_A1B2C3/POWER", false, "");
        assertThatThrownBy(() -> tasmota.subscribeWith()
                        .topicFilter("cmnd/tasmota_A1B2C3/#")
                        .send())
                .isInstanceOf(Mqtt3SubAckException.class);
        publish(
                tasmota,
                "tele/tasmota_A1B2C3/INFO1",
                false,
                "{\"Info1\":{\"Module\":\"Generic\",\"Version\":\"14.1.0\"}}");
        publish(
                tasmota,
                "tele/tasmota_A1B2C3/STATE",
                false,
                "{\"Time\":\"2024-06-14T10:11:12\",\"Uptime\":\"0T00:00:10\"}");
        publish(tasmota, "stat/tasmota_A1B2C3/RESULT", false, "{\"POWER\":\"ON\"}");
        publish(
                tasmota,
                "tele/tasmota_A1B2C3/SENSOR",
                false,
                "{\"Time\":\"2024-06-14T10:11:12\",\"AM2301\":{\"Temperature\":72.5,\"Humidity\":32.4},\"TempUnit\":\"F\"}");
        publish(
                tasmota,
                "tele/tasmota_A1B2C3/SENSOR",
                false,
                "{\"Time\":\"2024-06-14T10:16:12\",\"AM2301\":{\"Temperature\":68.0,\"Humidity\":33.4},\"TempUnit\":\"F\"}");

        List<ObservationRecord> stored = await().atMost(SOON).until(() -> airlog.stored(suid), all -> all.size() == 2);
        assertThat(stored).allSatisfy(record -> {
            assertThat(record.source()).isEqualTo(Source.TASMOTA);
            assertThat(record.trust()).isEqualTo(Trust.LEGACY);
        });
        assertThat(stored.get(0).observations())
                .extracting(Observation::readings)
                .containsExactly(Map.of("TEMP", 22.5, "HUM", 32.4));
        assertThat(stored.get(0).observations().get(0).extra()).isEqualTo(Map.of("device_time", "2024-06-14T10:11:12"));
        assertThat(tasmota.getState().isConnected()).isTrue();
        assertThat(refusedPublishes() - refusedBefore).isEqualTo(5);
        tasmota.disconnect();
    }

    @Test
    void anyOtherWillIsRefusedStill() {
        Mqtt3BlockingClient stranger = tasmota("DVES_D4E5F6", "tele/tasmota_D4E5F6/SENSOR");

        assertThatThrownBy(() -> stranger.connectWith().send()).isInstanceOf(Mqtt3ConnAckException.class);
    }

    @Test
    void anAirGradientLandsWithQos0AndQos1() {
        Suid suid = Suid.derived("airgradient", "ecda3b1eaaaf");
        Mqtt3BlockingClient monitor = client("airgradient-ecda3b1eaaaf").buildBlocking();
        monitor.connect();

        for (MqttQos qos : List.of(MqttQos.AT_MOST_ONCE, MqttQos.AT_LEAST_ONCE)) {
            monitor.publishWith()
                    .topic("airgradient/readings/ecda3b1eaaaf")
                    .qos(qos)
                    .payload(bytes("{\"wifi\":-46,\"serialno\":\"ecda3b1eaaaf\",\"rco2\":447,\"pm02\":7,\"atmp\":25.87,"
                            + "\"atmpCompensated\":24.47,\"rhum\":43}"))
                    .send();
        }

        List<ObservationRecord> stored = await().atMost(SOON).until(() -> airlog.stored(suid), all -> all.size() == 2);
        assertThat(stored)
                .flatExtracting(ObservationRecord::observations)
                .extracting(Observation::readings)
                .containsOnly(Map.of("co2", 447.0, "PM2_5", 7.0, "TEMP", 24.47, "atmp", 25.87, "HUM", 43.0));
        monitor.disconnect();
    }

    @Test
    void anOperatorSeesTheReadingsOfADialectAndNoneOfItsHeaders() throws Exception {
        Suid suid = Suid.derived("airrohr", "esp8266-1497234");
        var operator = Mqtt5Client.builder()
                .serverHost("127.0.0.1")
                .serverPort(airlog.port())
                .identifier("watching-dialects")
                .simpleAuth()
                .username("operator")
                .password(bytes(Installation.OPERATOR_PASSWORD))
                .applySimpleAuth()
                .buildBlocking();
        operator.connect();
        try (var seen = operator.publishes(MqttGlobalPublishFilter.ALL);
                var device = RawMqtt.connect(airlog.port(), 5, "pushing")) {
            operator.subscribeWith()
                    .topicFilter("v1/sensors/" + suid + "/readings")
                    .send();
            device.publish(
                    "v1/push-sensor-data",
                    1,
                    false,
                    1,
                    bytes(
                            "{\"sensordatavalues\":[{\"value_type\":\"P1\",\"value\":\"3.00\"},"
                                    + "{\"value_type\":\"lat\",\"value\":\"48.1\"},{\"value_type\":\"lon\",\"value\":\"11.5\"}]}"),
                    Map.of("X-Sensor", "esp8266-1497234", "X-PIN", "1"));
            assertThat(device.read().reasonCode()).isLessThan(0x80);

            var publish = seen.receive(20, TimeUnit.SECONDS).orElseThrow();

            assertThat(new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8))
                    .contains("\"readings\":{\"PM10\":3.0}")
                    .doesNotContain("48.1");
            assertThat(publish.getUserProperties().asList()).isEmpty();
        } finally {
            operator.disconnect();
        }
        assertThat(airlog.stored(suid))
                .flatExtracting(ObservationRecord::observations)
                .extracting(Observation::position)
                .doesNotContainNull();
    }

    @Test
    void whatIsRefusedIsADeadLetterWithoutItsPosition() throws Exception {
        try (var device = RawMqtt.connect(airlog.port(), 4, "balcony")) {
            device.publish(
                    "legacy/airrohr",
                    1,
                    false,
                    1,
                    bytes("{\"sensordatavalues\":[{\"value_type\":\"GPS_lat\",\"value\":\"48.779301\"}]}"),
                    Map.of());
            assertThat(device.read().type()).isEqualTo(RawMqtt.PUBACK);
        }

        var letters = await().atMost(SOON)
                .until(
                        () -> airlog.read("airlog.rejected").stream()
                                .filter(letter -> new String(
                                                letter.headers()
                                                        .lastHeader("airlog-topic")
                                                        .value(),
                                                StandardCharsets.UTF_8)
                                        .equals("legacy/airrohr"))
                                .toList(),
                        all -> !all.isEmpty());
        assertThat(letters).allSatisfy(letter -> assertThat(letter.value()).isEmpty());
    }

    @Test
    void aDerivedSuidCannotBeRegistered() {
        assertThatThrownBy(() -> Device.register(airlog.port(), Suid.derived("tasmota", "somebody")))
                .isInstanceOfSatisfying(
                        Mqtt5PubAckException.class,
                        refused -> assertThat(refused.getMqttMessage()
                                        .getReasonString()
                                        .orElseThrow())
                                .hasToString(
                                        "not-allowed: this SUID belongs to a device that cannot sign, and cannot be registered"));
    }

    private static double refusedPublishes() {
        return Metering.read(airlog.get("/metrics").body()).of("publishes refused");
    }

    private static Mqtt3BlockingClient tasmota(String clientId, String willTopic) {
        return client(clientId)
                .willPublish()
                .topic(willTopic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(true)
                .payload(bytes("Offline"))
                .applyWillPublish()
                .buildBlocking();
    }

    private static Mqtt3ClientBuilder client(String clientId) {
        return Mqtt3Client.builder()
                .serverHost("127.0.0.1")
                .serverPort(airlog.port())
                .identifier(clientId);
    }

    private static void publish(Mqtt3BlockingClient client, String topic, boolean retain, String payload) {
        client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_MOST_ONCE)
                .retain(retain)
                .payload(bytes(payload))
                .send();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
