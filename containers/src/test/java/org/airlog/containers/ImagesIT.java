package org.airlog.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.testcontainers.containers.GenericContainer;

/** The images as they are delivered, each role in a container of its own. The servers are started once; the last test stops them. */
@Tag("once")
@TestMethodOrder(OrderAnnotation.class)
class ImagesIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** What a change of our own code moves, with room for it to grow. */
    private static final long MOST_BYTES_OF_OUR_OWN = 8_000_000;

    private static @Nullable Servers servers;

    @BeforeAll
    static void start() throws Exception {
        Engine.makeImages();
        servers = new Servers();
        servers.start();
    }

    @AfterAll
    static void stop() {
        if (servers != null) {
            servers.close();
        }
    }

    @Test
    @Order(1)
    void takesASignedReadingByHttpToARow() throws Exception {
        Sensor sensor = registered();

        assertThat(sensor.post(Sensor.readings(11.5))).isEqualTo(200);

        awaitRow("11.5");
    }

    @Test
    @Order(2)
    void takesASignedReadingByMqttToARowThroughTheImageOfHiveMq() throws Exception {
        Sensor sensor = registered();
        String payload = Sensor.readings(12.5);
        var device = Mqtt5Client.builder()
                .serverHost(servers().hivemq.getHost())
                .serverPort(servers().hivemq.getMappedPort(1883))
                .buildBlocking();
        device.connect();

        device.publishWith()
                .topic(sensor.topic())
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .userProperties()
                .add("Authorization", "HMAC-SHA256 " + sensor.signature(payload))
                .applyUserProperties()
                .send();

        awaitRow("12.5");
        device.disconnect();
    }

    /** Acknowledged from the broker's disk, while no Kafka was there to take it. */
    @Test
    @Order(3)
    void losesNothingOfWhatABrokerAcknowledgedThatIsKilledAndReplacedOnItsVolume() throws Exception {
        Sensor sensor = registered();
        assertThat(sensor.post(Sensor.readings(13.5))).isEqualTo(200);
        Engine.client().pauseContainerCmd(servers().kafka.getContainerId()).exec();
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(sensor.post(Sensor.readings(14.5)))
                .isEqualTo(200));

        servers().replaceBroker();
        Engine.client().unpauseContainerCmd(servers().kafka.getContainerId()).exec();

        awaitRow("14.5");
    }

    @Test
    @Order(4)
    void runsAsNobodyInParticularAndWritesNowhere() throws Exception {
        for (GenericContainer<?> container : ours()) {
            assertThat(container.execInContainer("id", "-u").getStdout().strip())
                    .isEqualTo("10001");
            assertThat(container.execInContainer("touch", "/opt/airlog/x").getExitCode())
                    .isNotZero();
            assertThat(Engine.client()
                            .inspectContainerCmd(container.getContainerId())
                            .exec()
                            .getState()
                            .getHealth()
                            .getStatus())
                    .isEqualTo("healthy");
        }
        assertThat(servers().hivemq.execInContainer("id", "-u").getStdout().strip())
                .isEqualTo("10000");
    }

    @Test
    @Order(5)
    void saysWhetherItsProcessIsWellAndReady() throws Exception {
        for (GenericContainer<?> container : ours()) {
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(container
                            .execInContainer("airlog", "healthy", "--ready")
                            .getExitCode())
                    .isZero());
        }
    }

    /** Maven makes it online alone: after a build with {@code -o} there is none, or one of another day. */
    @Test
    @Order(6)
    void namesEveryLibraryInItsBillOfMaterials() throws Exception {
        Set<String> named = components(servers().portal, "/opt/airlog/sbom.json");
        Set<String> jars = jars(servers().portal, "/opt/airlog/lib");

        assertThat(jars).hasSizeGreaterThan(100).isSubsetOf(named);
    }

    @Test
    @Order(7)
    void namesEveryLibraryOfTheExtensionInItsBillOfMaterials() throws Exception {
        String extension = "/opt/hivemq/extensions/airlog-broker-extension";

        assertThat(jars(servers().hivemq, extension + "/lib"))
                .isNotEmpty()
                .isSubsetOf(components(servers().hivemq, extension + "/sbom.json"));
    }

    /** What the base allows as delivered: everybody in, and remote control without a password. */
    @Test
    @Order(8)
    void closesWhatTheImageOfHiveMqHasOpen() throws Exception {
        assertThat(servers()
                        .hivemq
                        .execInContainer("ls", "/opt/hivemq/extensions")
                        .getStdout()
                        .strip())
                .isEqualTo("airlog-broker-extension");
        assertThat(servers()
                        .hivemq
                        .execInContainer("bash", "-c", "</dev/tcp/127.0.0.1/9010")
                        .getExitCode())
                .isNotZero();
    }

    @Test
    @Order(9)
    void keepsOurOwnInALayerThatIsSmall() throws Exception {
        List<Long> copies = Engine.run(
                        "docker",
                        "history",
                        "--no-trunc",
                        "--human=false",
                        "--format",
                        "{{.Size}} {{.CreatedBy}}",
                        Engine.AIRLOG)
                .lines()
                .filter(line -> line.contains("COPY"))
                .map(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
                .toList();

        // The newest layer comes first.
        assertThat(copies).hasSizeGreaterThanOrEqualTo(2);
        assertThat(copies.get(0)).isBetween(1L, MOST_BYTES_OF_OUR_OWN);
    }

    @Test
    @Order(10)
    void refusesToStartWhereItCouldNotRunWhatItUnpacks() throws Exception {
        String output = Engine.run(
                "sh", "-c", "docker run --rm --tmpfs /tmp:noexec " + Engine.AIRLOG + " broker || echo code $?");

        assertThat(output).contains("/tmp is mounted noexec").endsWith("code 1");
    }

    @Test
    @Order(11)
    void endsInOrderWhenItIsToldTo() {
        for (GenericContainer<?> container : ours()) {
            assertThat(Servers.stop(container).getExitCodeLong())
                    .as(container.getDockerImageName())
                    .isZero();
        }
    }

    private static Servers servers() {
        return Objects.requireNonNull(servers);
    }

    private static List<GenericContainer<?>> ours() {
        return List.of(
                servers().gateway,
                servers().portal,
                servers().consumer,
                servers().broker());
    }

    private static Sensor registered() {
        var sensor = new Sensor(servers().url(servers().gateway, 8080));
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(sensor::register);
        return sensor;
    }

    private static void awaitRow(String pm25) {
        String sensors = servers().url(servers().portal, 8081) + "/api/v1/sensors";
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(rows(sensors))
                .filteredOn(row -> row.endsWith("," + pm25))
                .hasSize(1));
    }

    /** Those of all sensors. */
    private static List<String> rows(String sensors) throws Exception {
        var rows = new ArrayList<String>();
        for (JsonNode sensor : new ObjectMapper().readTree(Sensor.get(sensors)).path("features")) {
            rows.addAll(Sensor.get(sensors + "/" + sensor.path("id").asText() + "/observations.csv")
                    .lines()
                    .toList());
        }
        return rows;
    }

    /** {@code name-version} of each. */
    private static Set<String> components(GenericContainer<?> container, String file) throws Exception {
        JsonNode bill = new ObjectMapper()
                .readTree(container.execInContainer("cat", file).getStdout());
        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        return StreamSupport.stream(bill.path("components").spliterator(), false)
                .map(component -> component.path("name").asText() + "-"
                        + component.path("version").asText())
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** {@code name-version} of each, without a classifier. */
    private static Set<String> jars(GenericContainer<?> container, String folder) throws Exception {
        Stream<String> files =
                container.execInContainer("ls", folder).getStdout().lines();
        return files.filter(file -> file.endsWith(".jar"))
                .map(file -> file.replaceFirst("(-linux-x86_64|-linux-aarch_64)?\\.jar$", ""))
                .collect(Collectors.toSet());
    }
}
