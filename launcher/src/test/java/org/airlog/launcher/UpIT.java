package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole of Airlog in one process: what it holds, how it ends, and when it refuses to start. */
class UpIT {

    private static final String ROWS = "SELECT count(*) FROM observations";

    @TempDir
    Path folder;

    @Test
    void keepsEverythingAcrossAnEndInOrder() throws Exception {
        Path data = folder.resolve("data");
        UUID suid = UUID.randomUUID();
        try (AirlogProcess first = AirlogProcess.up(data)) {
            publish(first, suid);
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> first.query(ROWS) == 1);

            AirlogProcess second = AirlogProcess.run("up", "--data-dir=" + data);
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err())
                    .singleElement()
                    .asString()
                    .startsWith("airlog: the data directory " + data + " is in use by another airlog up (process ");

            assertThat(first.terminate()).isZero();
        }
        Path secrets = data.resolve("secrets.properties");
        byte[] made = Files.readAllBytes(secrets);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
                .isEqualTo("rw-------");
        try (AirlogProcess again = AirlogProcess.up(data)) {
            assertThat(again.query(ROWS)).isEqualTo(1);
            publish(again, suid);
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> again.query(ROWS) == 2);
        }
        assertThat(secrets).hasBinaryContent(made);

        Files.delete(secrets);
        AirlogProcess withoutKey = AirlogProcess.run("up", "--data-dir=" + data, "--http-port=0");
        assertThat(withoutKey.exitCode()).isEqualTo(1);
        assertThat(withoutKey.err()).anyMatch(line -> line.contains("no sealing key in " + secrets));
        assertThat(secrets).doesNotExist();
    }

    @Test
    void endsWithAnErrorWhenThePostgresqlOfItsOwnHasDied() throws Exception {
        Path data = folder.resolve("data");
        try (AirlogProcess up = AirlogProcess.up(data)) {
            String pid = Files.readAllLines(data.resolve("postgres/cluster/postmaster.pid"))
                    .get(0)
                    .strip();
            ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();

            assertThat(up.exitCode()).isEqualTo(1);
            assertThat(up.err()).anyMatch(line -> line.contains("ERROR Stopping, because a part has died: PostgreSQL"));
        }
    }

    @Test
    void tellsWhichPortsAreInUseBeforeAnythingStarts() throws Exception {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (var http = new ServerSocket(0, 1, loopback);
                var mqtt = new ServerSocket(0, 1, loopback)) {
            AirlogProcess up = AirlogProcess.run(
                    "up",
                    "--data-dir=" + folder.resolve("data"),
                    "--http-port=" + http.getLocalPort(),
                    "--mqtt-port=" + mqtt.getLocalPort(),
                    "--kafka-port=0",
                    "--database-port=0");

            assertThat(up.exitCode()).isEqualTo(1);
            assertThat(up.out()).isEmpty();
            assertThat(up.err())
                    .containsExactly("airlog: port " + http.getLocalPort()
                            + " on 127.0.0.1 is in use, choose another by --http-port; port " + mqtt.getLocalPort()
                            + " on 127.0.0.1 is in use, choose another by --mqtt-port");
        }
    }

    @Test
    void tellsAllFaultsOfItsConfiguration() throws Exception {
        Path config = Files.writeString(
                folder.resolve("airlog.properties"), "airlog.nonsense=1\nairlog.clock.max-age=soon\n");

        AirlogProcess up = AirlogProcess.run("up", "--data-dir=" + folder.resolve("data"), "--config=" + config);

        assertThat(up.exitCode()).isEqualTo(1);
        assertThat(String.join("\n", up.err())).contains("airlog.nonsense", "airlog.clock.max-age");
    }

    private static void publish(AirlogProcess up, UUID suid) throws Exception {
        Instant now = Instant.now();
        HttpRequest request = HttpRequest.newBuilder(URI.create(up.http() + "/rogue/v1/sensors/" + suid + "/readings"))
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "[{\"timestamp\":" + now.toEpochMilli() + ",\"readings\":{\"TEMP\":12.5}}]"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }
}
