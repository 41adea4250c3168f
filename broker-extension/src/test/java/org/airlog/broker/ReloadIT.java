package org.airlog.broker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.airlog.broker.RawMqtt.Packet;
import org.airlog.observation.Payload;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * A running broker whose shared file is mounted as Kubernetes mounts a ConfigMap: what changes is a symbolic link to a folder
 * beside it.
 */
@Tag("once")
class ReloadIT {

    private static final String SALT = "pepper-of-the-roof";
    private static final String FILE = "airlog.properties";
    /** Two looks of 5 s, and a machine that is busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    static Path directory;

    private static Path mounted;
    private static Installation airlog;
    private static final ListAppender<ILoggingEvent> LOGGED = new ListAppender<>();

    @BeforeAll
    static void startAll() throws Exception {
        mounted = Files.createDirectory(directory.resolve("mounted"));
        mount("airlog.limits.sensor-publishes=100/s");
        Files.createSymbolicLink(mounted.resolve(FILE), Path.of("..data").resolve(FILE));
        LOGGED.start();
        ((Logger) LoggerFactory.getLogger("org.airlog.configuration.reload")).addAppender(LOGGED);
        airlog = new Installation(
                        directory, Map.of("airlog.config", mounted.resolve(FILE).toString()))
                .start();
    }

    @AfterAll
    static void stopAll() {
        airlog.close();
    }

    @Test
    void takesLimitsSaltsDialectsAndLevelsWhileItRunsAndTakesThemBack() throws Exception {
        Device device = Device.register(airlog.port());
        assertThat(publish(device, 1).reasonCode()).isLessThan(0x80);
        assertThat(tasmota().reasonCode()).isLessThan(0x80);

        mount(
                "airlog.limits.sensor-publishes=1/h burst 1",
                "airlog.upload.salts.roof=" + SALT,
                "airlog.upload.requires-auth=true",
                "airlog.dialects.enabled=airrohr",
                "airlog.log.levels.org.airlog.broker.spool=debug",
                "airlog.http.port=9");
        Awaitility.await("the dialect is off").atMost(PATIENCE).until(() -> text(tasmota())
                .equals("topic-invalid: the dialect tasmota is switched off here"));

        assertThat(publish(device, 2).reasonCode())
                .as("what was owed at 100/s is over")
                .isLessThan(0x80);
        assertThat(text(publish(device, 3))).startsWith("over-limit: sensor-publishes, retry in 3");
        assertThat(text(upload(""))).startsWith("signature-missing");
        assertThat(text(upload("wrong"))).startsWith("signature-wrong");
        assertThat(upload(SALT).reasonCode()).isLessThan(0x80);
        assertThat(LoggerFactory.getLogger("org.airlog.broker.spool").isDebugEnabled())
                .isTrue();
        assertThat(told())
                .contains("airlog.dialects.enabled, ")
                .contains("airlog.limits.sensor-publishes, ")
                .contains("airlog.log.levels.org.airlog.broker.spool, ")
                .contains("airlog.upload.salts.roof]")
                .contains("awaitingRestart=\"[airlog.http.port]\"")
                .doesNotContain(SALT);

        mount("airlog.limits.sensor-publishes=100/s");
        Awaitility.await("the dialect is on")
                .atMost(PATIENCE)
                .until(() -> tasmota().reasonCode() < 0x80);

        assertThat(publish(device, 4).reasonCode()).isLessThan(0x80);
        assertThat(upload("").reasonCode()).isLessThan(0x80);
        assertThat(LoggerFactory.getLogger("org.airlog.broker.spool").isDebugEnabled())
                .isFalse();
    }

    @Test
    void aFileWithAFaultChangesNothingAndShowsUntilItIsMended() throws Exception {
        Device device = Device.register(airlog.port());
        double before = metric("airlog_config_last_reload_timestamp_seconds");

        mount("airlog.limits.sensor-publishes=1/h burst 1", "airlog.limits.sensor-publish=1/h", "airlog.mqtt.port=x");
        Awaitility.await("the fault shows")
                .atMost(PATIENCE)
                .until(() -> metric("airlog_config_reload_successful") == 0);

        for (int i = 1; i <= 5; i++) {
            assertThat(publish(device, i).reasonCode()).isLessThan(0x80);
        }
        assertThat(metric("airlog_config_last_reload_timestamp_seconds")).isEqualTo(before);
        assertThat(told())
                .contains("airlog.limits.sensor-publish: unknown key")
                .contains("airlog.mqtt.port: 'x' is not valid");

        mount("airlog.limits.sensor-publishes=100/s", "airlog.limits.json-depth=9");
        Awaitility.await("mended").atMost(PATIENCE).until(() -> metric("airlog_config_reload_successful") == 1);
        assertThat(metric("airlog_config_last_reload_timestamp_seconds")).isGreaterThan(before);
    }

    /** As the kubelet does it: a new folder, and then the link to it, set anew at one stroke. */
    private static void mount(String... lines) throws IOException {
        Path folder = Files.createDirectory(mounted.resolve(".." + UUID.randomUUID()));
        Files.write(folder.resolve(FILE), List.of(lines));
        Path draft = Files.createSymbolicLink(mounted.resolve("..data_tmp"), folder.getFileName());
        Files.move(
                draft, mounted.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Packet publish(Device device, int number) throws Exception {
        Payload payload = Device.reading(Duration.ofSeconds(number), number);
        return publish(device.topic(), payload.bytes(), Map.of("Authorization", device.authorization(payload)));
    }

    private static Packet tasmota() throws Exception {
        String telemetry =
                "{\"Time\":\"2026-03-01T10:11:12\",\"AM2301\":{\"Temperature\":22.5,\"Humidity\":32.4},\"TempUnit\":\"C\"}";
        return publish("tele/tasmota_A1B2C3/SENSOR", telemetry.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private static Packet upload(String salt) throws Exception {
        byte[] body = "{\"co2\":[417]}".getBytes(StandardCharsets.UTF_8);
        if (salt.isEmpty()) {
            return publish("upload", body, Map.of());
        }
        var sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update(body);
        sha256.update(salt.getBytes(StandardCharsets.UTF_8));
        return publish(
                "upload", body, Map.of("Content-SHA256-Salted", HexFormat.of().formatHex(sha256.digest())));
    }

    private static Packet publish(String topic, byte[] payload, Map<String, String> properties) throws Exception {
        try (var client = RawMqtt.connect(airlog.port(), 5, "reload-" + UUID.randomUUID())) {
            client.publish(topic, 1, false, 1, payload, properties);
            return client.read();
        }
    }

    private static String text(Packet answer) {
        return answer.properties().getOrDefault("reason", "");
    }

    private static String told() {
        return List.copyOf(LOGGED.list).stream()
                .map(event -> event.getFormattedMessage() + " " + event.getKeyValuePairs())
                .reduce("", (all, next) -> all + "\n" + next);
    }

    private static double metric(String name) {
        return airlog.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }
}
