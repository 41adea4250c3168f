package org.airlog.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagementTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ProcessMeters meters = ProcessMeters.of("broker");
    private volatile boolean isReady = true;
    private Management management;

    @BeforeEach
    void listens() throws IOException {
        management = listen(0);
    }

    @AfterEach
    void closes() {
        management.close();
        meters.close();
    }

    @Test
    void answersThatItIsHealthyWhateverItLacks() throws Exception {
        isReady = false;

        assertThat(send("GET", "/healthy", "*/*").statusCode()).isEqualTo(200);
    }

    @Test
    void tellsWhetherItIsReadyAndWhatItLacks() throws Exception {
        assertThat(send("GET", "/ready", "*/*").statusCode()).isEqualTo(200);
        isReady = false;

        HttpResponse<String> ready = send("GET", "/ready", "*/*");

        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).isEqualTo("{\"ready\":false}");
        assertThat(send("HEAD", "/ready", "*/*").statusCode()).isEqualTo(503);
    }

    @Test
    void showsVersionReadinessAndTheJvmWithoutBeingTold() throws Exception {
        HttpResponse<String> metrics = send("GET", "/metrics", "*/*");

        assertThat(metrics.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(metrics.body())
                .containsPattern("airlog_build_info\\{service=\"broker\",version=\"\\d[^\"]+\"} 1")
                .contains(
                        "airlog_ready{service=\"broker\"} 1.0", "jvm_memory_used_bytes{", "process_start_time_seconds ")
                .contains("process_files_open_files ", "jvm_info{");
    }

    @Test
    void speaksOpenMetricsToWhoAsksForIt() throws Exception {
        HttpResponse<String> metrics =
                send("GET", "/metrics", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");

        assertThat(metrics.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/openmetrics-text"));
        assertThat(metrics.body()).endsWith("# EOF\n");
    }

    @Test
    void hasNoOtherPathsAndChangesNothing() throws Exception {
        assertThat(send("GET", "/metrics/more", "*/*").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/ready", "*/*").statusCode()).isEqualTo(405);
    }

    @Test
    void namesTheKeyOfAPortThatIsInUse() {
        assertThatThrownBy(() -> listen(management.port()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:" + management.port() + ", choose another by airlog.x.port");
    }

    private Management listen(int port) throws IOException {
        var address = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        return Management.listen(address, "airlog.x.port", Answer::new, meters);
    }

    private HttpResponse<String> send(String method, String path, String accept) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management.port() + path))
                .header("Accept", accept)
                .method(method, BodyPublishers.noBody());
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private final class Answer implements ReadyAnswer {

        @Override
        public boolean isReady() {
            return isReady;
        }

        @Override
        public String toJson() {
            return "{\"ready\":" + isReady + "}";
        }
    }
}
