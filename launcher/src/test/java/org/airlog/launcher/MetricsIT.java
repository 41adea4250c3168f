package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.airlog.launcher.observability.MetricsPage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/metrics.md, and by it the rules and the dashboards, speak of what a running system shows, and it shows nothing of ours that
 * is not there.
 */
@Tag("once")
class MetricsIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    /** The log is looked through for old records a minute after the start, for the first time. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Pattern NOT_IN_A_NAME = Pattern.compile("[{ ].*");

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsShownAndWhatIsShownIsWritten() throws Exception {
        Path config = Files.writeString(
                folder.resolve("airlog.properties"),
                """
                airlog.opensensemap.api=http://127.0.0.1:1
                airlog.opensensemap.email=nobody@example.org
                airlog.opensensemap.password=none
                airlog.database.retention=3650d
                airlog.tracing.endpoint=http://127.0.0.1:1
                """);
        MetricsPage page = MetricsPage.read();
        try (AirlogProcess up = AirlogProcess.up(folder.resolve("data"), "--tls", "--config=" + config)) {
            assertThat(post(up.http() + "/rogue/v1/sensors/" + UUID.randomUUID() + "/readings"))
                    .isEqualTo(200);
            assertThat(get(up.http() + "/download").statusCode()).isEqualTo(200);
            up.collectGarbage();

            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(2))
                    .untilAsserted(() ->
                            assertThat(shown(up, page)).containsAll(page.types().keySet()));

            assertThat(shown(up, page).stream().filter(name -> name.startsWith("airlog_")))
                    .allSatisfy(name -> assertThat(page.types()).containsKey(name));
        }
    }

    /** By their rows, where they have one, otherwise by their own names. */
    private static Set<String> shown(AirlogProcess up, MetricsPage page) throws Exception {
        var names = new TreeSet<String>();
        for (String part : up.managed()) {
            names.addAll(get(part + "/metrics")
                    .body()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> page.row(NOT_IN_A_NAME.matcher(line).replaceFirst("")))
                    .collect(Collectors.toSet()));
        }
        return names;
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    private static int post(String url) throws Exception {
        String readings = "[{\"timestamp\":" + System.currentTimeMillis() + ",\"readings\":{\"TEMP\":12.5}}]";
        return HTTP.send(
                        HttpRequest.newBuilder(URI.create(url))
                                .POST(BodyPublishers.ofString(readings))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }
}
