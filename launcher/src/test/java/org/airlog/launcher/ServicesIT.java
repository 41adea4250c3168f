package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.airlog.embedded.EmbeddedKafka;
import org.airlog.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The services as processes of their own, as on the machines of a cluster: they share Kafka, a database and a file. */
class ServicesIT {

    @TempDir
    private Path folder;

    @Test
    void storesWhatComesInByHttpWithEachServiceInAProcessOfItsOwn() throws Exception {
        try (var kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
                var postgres = new EmbeddedPostgres(folder.resolve("postgres"), 0, "airlog", "pass")) {
            kafka.start();
            postgres.start();
            Path broker = config(
                    "airlog.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                    "airlog.database.url=" + postgres.jdbcUrl(),
                    "airlog.database.password=pass",
                    "airlog.sealing.keys=k1:" + "0a".repeat(32),
                    "airlog.principal.gateway=" + BCrypt.withDefaults().hashToString(4, "hush".toCharArray()),
                    "airlog.gateway.mqtt-password=hush",
                    "airlog.mqtt.port=0",
                    "airlog.broker.management-port=0",
                    "airlog.http.port=0",
                    "airlog.portal.port=0",
                    "airlog.ingest.management-port=0",
                    "airlog.portal.management-port=0");
            try (var door = service("broker", broker, "--data-dir=" + folder.resolve("door"));
                    var consumer = service("consumer", broker);
                    var portal = service("portal", broker)) {
                String mqtt = value(door, "mqtt");
                Path behind = config(
                        "airlog.gateway.mqtt-url=" + mqtt,
                        "airlog.gateway.mqtt-password=hush",
                        "airlog.http.port=0",
                        "airlog.gateway.management-port=0");
                try (var gateway = service("gateway", behind)) {
                    Awaitility.await().until(() -> get(value(gateway, "management") + "/ready") == 200);
                    for (String path : List.of("/ready", "/metrics")) {
                        assertThat(get(value(gateway, "http") + path)).isEqualTo(404);
                        assertThat(get(value(portal, "http") + path)).isEqualTo(404);
                        assertThat(get(value(portal, "management") + path)).isEqualTo(200);
                    }

                    assertThat(post(value(gateway, "http") + "/upload", "{\"co2\":[417,418]}"))
                            .isEqualTo(200);

                    Awaitility.await()
                            .ignoreExceptions()
                            .until(() -> rows(postgres) == 2 && get(value(portal, "http") + "/download") == 200);
                    assertThat(List.of(gateway, portal, consumer, door))
                            .extracting(AirlogProcess::terminate)
                            .containsOnly(0);
                }
            }
        }
    }

    @Test
    void saysWhichKeysAreMissingAndFails() throws Exception {
        AirlogProcess consumer = AirlogProcess.run("consumer", "--config=" + config("airlog.http.port=0"));

        assertThat(consumer.exitCode()).isEqualTo(1);
        assertThat(consumer.err()).anyMatch(line -> line.contains("airlog.sealing.keys"));
        assertThat(consumer.out()).isEmpty();
    }

    private static AirlogProcess service(String name, Path config, String... options) throws Exception {
        var words = new ArrayList<>(List.of(name, "--config=" + config));
        words.addAll(List.of(options));
        AirlogProcess process = AirlogProcess.start(words.toArray(String[]::new));
        process.awaitLine("READY " + name);
        return process;
    }

    private Path config(String... lines) throws Exception {
        return Files.write(Files.createTempFile(folder, "airlog", ".properties"), List.of(lines));
    }

    private static String value(AirlogProcess process, String name) {
        String line = process.out().get(0);
        return line.replaceAll(".*\\b" + name + "=(\\S+).*", "$1");
    }

    private static long rows(EmbeddedPostgres postgres) throws Exception {
        try (var database = DriverManager.getConnection(postgres.jdbcUrl(), "airlog", "pass");
                var statement = database.createStatement();
                var result = statement.executeQuery("SELECT count(*) FROM observations WHERE co2 IS NOT NULL")) {
            result.next();
            return result.getLong(1);
        }
    }

    private static int get(String url) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url)).GET());
    }

    private static int post(String url, String json) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    private static int send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.discarding())
                .statusCode();
    }
}
