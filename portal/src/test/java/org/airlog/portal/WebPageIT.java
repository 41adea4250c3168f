package org.airlog.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.airlog.portal.client.Apps;
import org.airlog.portal.http.Downloads;
import org.airlog.portal.http.PortalServer;
import org.airlog.portal.http.WatchPaths;
import org.airlog.portal.kafka.KafkaAccess;
import org.airlog.portal.timescale.DatabaseAddress;
import org.airlog.portal.web.TileServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The web page's files as a browser gets them, from a portal that never reaches a database. */
@SuppressWarnings("NullAway.Init") // set before all tests
class WebPageIT {

    private static Portal portal;
    private static PortalServer server;

    @BeforeAll
    static void start() throws IOException {
        portal = new Portal(new PortalConfig(
                "127.0.0.1",
                0,
                new DatabaseAddress("jdbc:postgresql://127.0.0.1:1/none", "nobody", "none"),
                new Downloads.Rules(1, false, List.of()),
                true,
                false,
                Optional.of(new TileServer("https://tiles.example/{z}/{x}/{y}.png", "Mappers")),
                Optional.empty(),
                new Apps(Map.of()),
                ReadableDatabase.NO_OPERATORS,
                new WatchPaths.Sources(List.of(), new KafkaAccess("none", "127.0.0.1:1", Map.of())),
                ReadableDatabase.ANY_PORT));
        portal.start();
        server = portal.server();
        server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
        portal.close();
    }

    @Test
    void servesThePageThatMayLoadNothingFromElsewhere() throws Exception {
        Fetched page = Fetched.get(server.port(), "/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualToIgnoringCase("text/html;charset=utf-8");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(page.header("Content-Security-Policy"))
                .isEqualTo("default-src 'self'; img-src 'self' data: https://tiles.example; style-src 'self'"
                        + " 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'self';"
                        + " frame-ancestors 'none'");
        assertThat(page.body()).startsWith("<!DOCTYPE html>");
    }

    @Test
    void sendsAFileOnlyToWhoHasItNot() throws Exception {
        String path = "/lib/leaflet/leaflet-src.esm.js";
        Fetched first = Fetched.get(server.port(), path);

        Fetched again = Fetched.get(server.port(), path, "If-None-Match", first.header("ETag"));

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("Cache-Control")).isEqualTo("public, max-age=3600");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
    }

    @Test
    void compressesForWhoCanUnpack() throws Exception {
        String path = "/lib/echarts/echarts.esm.min.mjs";
        Fetched plain = Fetched.get(server.port(), path, "Accept-Encoding", "br, gzip;q=0");

        Fetched packed = Fetched.send("HEAD", server.port(), path, "Accept-Encoding", "br, gzip");

        assertThat(plain.header("Content-Encoding")).isEmpty();
        assertThat(plain.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(plain.body()).hasSizeGreaterThan(1_000_000);
        assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(packed.body()).isEmpty();
        assertThat(Integer.parseInt(packed.header("Content-Length"))).isBetween(100_000, 500_000);
        assertThat(packed.header("ETag")).isNotEqualTo(plain.header("ETag"));
    }

    @Test
    void answersOthersWhileManyReadNothingOfWhatTheyAskedFor() throws Exception {
        var readers = new ArrayList<Socket>();
        try {
            // More than the server has threads.
            for (int i = 0; i < 100; i++) {
                var reader = new Socket(InetAddress.getLoopbackAddress(), server.port());
                reader.setReceiveBufferSize(1_024);
                readers.add(reader);
                reader.getOutputStream()
                        .write("GET /lib/echarts/echarts.esm.min.mjs HTTP/1.1\r\nHost: a\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
            }

            assertThat(Fetched.get(server.port(), "/").status()).isEqualTo(200);
        } finally {
            for (Socket reader : readers) {
                reader.close();
            }
        }
    }

    @Test
    void tellsThePageWhatTheOperatorHasDecided() throws Exception {
        Fetched settings = Fetched.get(server.port(), "/app/settings.json");

        assertThat(settings.body())
                .isEqualTo(
                        "{\"tiles\":\"https://tiles.example/{z}/{x}/{y}.png\",\"tilesAttribution\":\"Mappers\",\"addresses\":false,\"operators\":false}");
    }

    @Test
    void withoutOperatorsThereIsNoPageForThem() throws Exception {
        assertThat(Fetched.get(server.port(), "/operator").status()).isEqualTo(404);
        assertThat(Fetched.get(server.port(), "/operator/state").status()).isEqualTo(404);
        assertThat(Fetched.get(server.port(), "/operator/rejected").status()).isEqualTo(404);
    }

    @Test
    void saysSoWhereThereIsNoFile() throws Exception {
        Fetched missing = Fetched.get(server.port(), "/app/missing.js");

        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.header("Content-Type")).isEqualTo("application/problem+json");
    }
}
