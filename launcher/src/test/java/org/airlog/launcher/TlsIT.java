package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code airlog up --tls}, and the clients that people have. */
class TlsIT {

    @TempDir
    static Path folder;

    private static AirlogProcess up;
    private static Path data;

    @BeforeAll
    static void start() throws Exception {
        data = folder.resolve("data");
        up = AirlogProcess.up(data, "--tls");
    }

    @AfterAll
    static void stop() {
        up.close();
    }

    @Test
    void storesWhatThePageOnTlsPublishes() throws Exception {
        String printed = Page.of("docs/tls.md").run(up, folder);

        assertThat(printed).contains("received PUBACK (Mid: 1, RC:");
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(
                        up.query("SELECT count(*) FROM observations WHERE temp IN (12.5, 12.6)"))
                .isEqualTo(2));
    }

    @Test
    void curlBelievesItByItsAddressAndNotWithoutTheAuthority() throws Exception {
        Page.requireInstalled("bash", "curl");

        String printed = Page.run(
                List.of(
                        "env",
                        "HTTPS=" + up.https(),
                        "CA=" + up.authority(),
                        "bash",
                        "-c",
                        "curl -s --cacert \"$CA\" \"$HTTPS/healthy\"; curl -s \"$HTTPS/healthy\" || echo \" alone: $?\""),
                folder);

        assertThat(printed).isEqualTo("healthy alone: 60\n");
    }

    @Test
    void itsOwnCommandsBelieveItToo() throws Exception {
        Path csv = Files.writeString(folder.resolve("readings.csv"), "time_utc,TEMP\n2026-01-01T00:00:00Z,21.5\n");
        String authority = "--authorities=" + up.authority();

        AirlogProcess overMqtt = AirlogProcess.run("replay", csv.toString(), "--mqtt=" + up.mqtts(), authority);
        assertThat(overMqtt.exitCode()).as(String.join("\n", overMqtt.err())).isZero();
        AirlogProcess overHttp = AirlogProcess.run("replay", csv.toString(), "--http=" + up.https(), authority);
        assertThat(overHttp.exitCode()).as(String.join("\n", overHttp.err())).isZero();
        AirlogProcess alone = AirlogProcess.run("replay", csv.toString(), "--http=" + up.https());
        assertThat(alone.exitCode()).isEqualTo(1);
        assertThat(alone.err()).singleElement().asString().startsWith("airlog: " + up.https() + ": ");

        AirlogProcess sensors = AirlogProcess.run(
                "sensors",
                "release",
                "--data-dir=" + data,
                "--mqtt=" + up.mqtts(),
                UUID.randomUUID().toString());
        assertThat(String.join("\n", sensors.err())).doesNotContain("cannot reach the broker");
    }

    @Test
    void tellsNothingOfItsKeys() throws Exception {
        String key = Files.readString(data.resolve("tls/server-key.pem"))
                .lines()
                .toList()
                .get(1);
        String password = Files.readString(data.resolve("broker/conf/config.xml"))
                .replaceAll("(?s).*?<password>([0-9a-f]{64})</password>.*", "$1");
        assertThat(password).hasSize(64);

        try (var logs = Files.walk(data.resolve("log"))) {
            assertThat(logs.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(log -> assertThat(Files.readString(log)).doesNotContain(key, password));
        }
        assertThat(String.join("\n", up.out()) + String.join("\n", up.err())).doesNotContain(key, password);
    }
}
