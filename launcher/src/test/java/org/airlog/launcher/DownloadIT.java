package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.regex.Pattern;
import org.airlog.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was uploaded comes out again, on the same port, in every form; and goes in again without a change. */
@Tag("once")
class DownloadIT {

    private static final String ROWS = "SELECT count(*) FROM observations";
    private static final Pattern COMMAND = Pattern.compile("<pre>(.*?)</pre>", Pattern.DOTALL);

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void givesOutWhatWasUploadedAndTakesItAgain() throws Exception {
        long now = Instant.now().getEpochSecond();
        try (AirlogProcess up = AirlogProcess.up(folder.resolve("data"))) {
            String uploaded = String.format(
                    Locale.ROOT,
                    """
                    {"time_utc":[%d,%d,%d.25,43,null],"co2":[1223,2351,7.5,400,401],"PM25":[null,12.5,-0.0,1,2],
                     "box":["roof",null,"a, \\"b\\" <i>","roof","roof"],"lat":[48.52,null,null,null,null],
                     "lon":[9.05,null,null,null,null]}
                    """,
                    now - 20,
                    now - 10,
                    now - 5);
            HttpResponse<String> saved = post(up, "application/json", uploaded);
            assertThat(saved.body()).isEqualTo("{\"saved-in-db\":5}");
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> up.query(ROWS) == 5);

            String byCo2 = get(up, "/download?format=json&order_by=co2,asc");
            assertThat(byCo2)
                    .contains(
                            "\"co2\":[7.5,400,401,1223,2351]",
                            "\"pm2_5\":[-0.0,1,2,null,12.5]",
                            "\"box\":[\"a, \\\"b\\\" <i>\",\"roof\",\"roof\",\"roof\",null]",
                            "\"device_time\":[null,\"1970-01-01T00:00:43Z\",null,null,null]")
                    .contains("{\"time\":[" + (now - 5) + ".25,", "," + (now - 20) + "," + (now - 10) + "],");
            assertThat(byCo2).doesNotContain("\"lat\"", "48.52");

            assertThat(get(up, "/download?format=csv&cols=time,co2,pm2_5,box&max_time=" + (now - 10)))
                    .isEqualTo(
                            "time,co2,pm2_5,box\r\n" + (now - 10) + ",2351,12.5,\r\n" + (now - 20) + ",1223,,roof\r\n");
            assertThat(get(up, "/download"))
                    .contains("<td>a, &quot;b&quot; &lt;i&gt;</td>")
                    .doesNotContain("48.52");

            String everything = get(up, "/download?format=json");
            String before = fingerprint(up);
            assertThat(post(up, "application/json", everything).body()).isEqualTo("{\"saved-in-db\":5}");
            assertThat(post(up, "text/csv", get(up, "/download?format=csv")).body())
                    .isEqualTo("{\"saved-in-db\":5}");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> up.query("SELECT sum(accepted) FROM ingest_offset") == 15);
            assertThat(up.query("SELECT sum(parked) FROM ingest_offset")).isZero();
            assertThat(fingerprint(up)).isEqualTo(before);
            assertThat(get(up, "/download?format=json")).isEqualTo(everything);
        }
    }

    @Test
    void helpsWithCommandsThatWorkAsTheyStand() throws Exception {
        try (AirlogProcess up = AirlogProcess.up(folder.resolve("data"))) {
            var commands = new ArrayList<String>();
            COMMAND.matcher(get(up, "/uploadhelp")).results().forEach(found -> commands.add(unescaped(found.group(1))));

            assertThat(commands).hasSize(5);
            for (String command : commands) {
                assertThat(command).contains(up.http() + "/upload");
                assertThat(run(command)).as(command).isEqualTo("{\"saved-in-db\":2}");
            }
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> up.query(ROWS) == 10);
            assertThat(up.query("SELECT count(*) FROM observations WHERE co2 IN (1223, 2351) AND clock = 2"))
                    .isEqualTo(10);
        }
    }

    @Test
    void goesOnTakingUploadsWhileNothingCanBeRead() throws Exception {
        Path directory = folder.resolve("postgres");
        var database = new EmbeddedPostgres(directory, 0, "secret");
        database.start();
        int port = URI.create(database.uri()).getPort();
        try (AirlogProcess up = AirlogProcess.up(folder.resolve("data"), "--database-url=" + database.uri())) {
            database.close();

            HttpResponse<String> away = fetch(up, "/download?format=json");
            assertThat(away.statusCode()).isEqualTo(503);
            assertThat(away.headers().firstValue("Retry-After")).isPresent();
            assertThat(away.body())
                    .isEqualTo("{\"error\":\"unavailable\",\"detail\":\"the database cannot be reached\"}");
            assertThat(post(up, "text/csv", "co2\n400\n").body()).isEqualTo("{\"saved-in-db\":1}");

            try (var again = new EmbeddedPostgres(directory, port, "secret")) {
                again.start();
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> fetch(up, "/download?format=csv&cols=co2")
                        .body()
                        .equals("co2\r\n400\r\n"));
                up.terminate();
            }
        } finally {
            database.close();
        }
    }

    private static String run(String command) throws IOException {
        var process = new ProcessBuilder("sh", "-c", command.replaceAll("\\bcurl\\b", "curl -sS"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String unescaped(String html) {
        return html.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
    }

    /** All that rows say, in one text. */
    private static String fingerprint(AirlogProcess up) throws Exception {
        return Long.toString(
                up.query("SELECT sum(hashtextextended((o.*)::text, 0)) % 1000000000000 FROM observation o"));
    }

    private String get(AirlogProcess up, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = fetch(up, path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private HttpResponse<String> fetch(AirlogProcess up, String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(up.http() + path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(AirlogProcess up, String type, String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(up.http() + "/upload"))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
