package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All of Airlog in one process, with one file that changes while it runs; and what it logs of that, as JSON. */
@Tag("once")
class ReloadIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    /** Two looks of 5 s, and a machine that is busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final String SALT = "pepper-of-the-roof";

    @TempDir
    private Path folder;

    @Test
    void everyPartTakesAChangedFileAndLogsItAsJson() throws Exception {
        Path file = folder.resolve("airlog.properties");
        write(file);
        try (AirlogProcess up = AirlogProcess.up(folder.resolve("data"), "--config=" + file)) {
            assertThat(status(upload(up, 2_000))).isEqualTo(200);
            assertThat(status(get(up.http() + "/download?format=csv"))).isEqualTo(200);

            write(
                    file,
                    "airlog.limits.payload-bytes=1024",
                    "airlog.download.requires-auth=true",
                    "airlog.upload.salts.roof=" + SALT,
                    "airlog.upload.requires-auth=true");
            Awaitility.await("the gateway").atMost(PATIENCE).until(() -> status(upload(up, 2_000)) == 413);
            Awaitility.await("the portal")
                    .atMost(PATIENCE)
                    .until(() -> status(get(up.http() + "/download?format=csv")) == 403);
            Awaitility.await("the broker").atMost(PATIENCE).until(() -> status(upload(up, 2)) == 403);

            write(file, "airlog.limits.payload-bytes=many", "airlog.limits.payload-byte=1024");
            for (String managed : List.of(up.managed().get(0), up.managed().get(1))) {
                Awaitility.await(managed).atMost(PATIENCE).until(() -> HTTP.send(
                                get(managed + "/metrics"), BodyHandlers.ofString())
                        .body()
                        .contains("\nairlog_config_reload_successful 0.0"));
            }
            assertThat(status(upload(up, 2_000))).as("as before").isEqualTo(413);

            write(file);
            Awaitility.await("all of it").atMost(PATIENCE).until(() -> status(upload(up, 2_000)) == 200);
            assertLogged(up.err());
        }
    }

    private static void assertLogged(List<String> err) throws Exception {
        var lines = new ArrayList<JsonNode>();
        for (String line : err) {
            lines.add(new ObjectMapper().readTree(line));
        }
        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(Instant.parse(line.get("time").textValue())).isNotNull();
            assertThat(line.get("service").textValue()).isEqualTo("up");
            assertThat(line.get("version").textValue()).isNotEmpty();
        });
        // The extension's, and that of all other parts.
        assertThat(lines)
                .filteredOn(line -> line.get("message").textValue().equals("The configuration was reloaded"))
                .hasSizeGreaterThanOrEqualTo(4)
                .anySatisfy(line ->
                        assertThat(line.get("facts").get("applied").toString()).contains("airlog.upload.salts.roof"));
        assertThat(lines)
                .filteredOn(line -> line.get("level").textValue().equals("ERROR"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.get("facts").get("faults").textValue())
                        .contains("airlog.limits.payload-bytes: 'many' is not valid")
                        .contains("airlog.limits.payload-byte: unknown key"));
        assertThat(String.join("\n", err)).doesNotContain(SALT);
    }

    private static void write(Path file, String... lines) throws Exception {
        var all = new ArrayList<>(List.of("airlog.log.format=json"));
        all.addAll(List.of(lines));
        Files.write(file, all);
    }

    /** With so many values in its body. */
    private static HttpRequest upload(AirlogProcess up, int values) {
        String body = "{\"co2\":[" + "417,".repeat(values - 1) + "418]}";
        return HttpRequest.newBuilder(URI.create(up.http() + "/upload"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static HttpRequest get(String url) {
        return HttpRequest.newBuilder(URI.create(url)).build();
    }

    private static int status(HttpRequest request) throws Exception {
        HttpResponse<Void> response = HTTP.send(request, BodyHandlers.discarding());
        return response.statusCode();
    }
}
