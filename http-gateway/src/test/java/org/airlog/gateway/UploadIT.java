package org.airlog.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.ObservationRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The published uploads in every content type, where an operator demands a salted hash: by the packed extension, whose
 * BLAKE2 must be its own.
 */
class UploadIT {

    private static final Suid ROOF = new Suid(UUID.fromString("123e4567-e89b-12d3-a456-426655440000"));
    private static final String JSON = "7b2274696d655f757463223a5b34332c32335d2c22636f32223a5b313232332c323335315d7d";

    /** Of {@link #JSON}, with the published salt. */
    private static final String MD5 = "b71e91feb2be18ccca019914a1da5b1d";

    @TempDir
    static Path directory;

    private static Installation airlog;

    @BeforeAll
    static void startAll() throws Exception {
        airlog = new Installation(
                        directory,
                        Map.of(
                                "airlog.upload.requires-auth", "true",
                                "airlog.upload.salts.roof", "my-super-secret-psk",
                                "airlog.upload.salts.roof.suid", ROOF.toString()))
                .start();
        await("the whole path")
                .atMost(Duration.ofSeconds(60))
                .until(() -> upload("application/json", JSON, "Content-MD5-Salted", MD5)
                                .statusCode()
                        == 200);
    }

    @AfterAll
    static void stopAll() {
        airlog.close();
    }

    @ParameterizedTest(name = "{0}, {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    application/json | 7b2274696d655f757463223a5b34332c32335d2c22636f32223a5b313232332c323335315d7d | BLAKE2B | 952d73a3bab18d6fd755a36ef2dcab36d0bfe8916fa1a1d6caa670c9478f61b21a59643b80e895232894becb2858e4bc8285df6fa94cea5c7f567837181c677f
                    text/csv; charset=utf-8 | 74696d655f7574632c636f320d0a34332c313232330d0a32332c323335310d0a | BLAKE2S | 4465fe39006e618973fbd37dcfeab61b61d9e0b24f32a67d855cdacd63bbd03f
                    application/x-www-form-urlencoded | 74696d655f7574633d343326636f323d313232332674696d655f7574633d323326636f323d32333531 | SHA3_256 | 9679ca7d82456fe859a7671e9dbd1d3199a0e9f7fd9a6e202ab2d4312fc47c8c
                    application/msgpack | 82a874696d655f757463922b17a3636f3292cd04c7cd092f | SHA-512 | bd52899f642ad23b17eb0e147801afb8e13ffcb6c8d1fd72566ac86f318706786a707222b6e7337e6035ce58fbd4673be229c7bfd5b4f2590ad41678d608ff00
                    application/x-msgpack | 82a874696d655f757463922b17a3636f3292cd04c7cd092f | BLAKE2B | bbd3ca8fa5ca95768e54ffcbcbd6223634bf9dd7b655de20957383167fdb1301842af1e6b8ae4545a181dcb97b219adf0cfc3c009a62ab298c6e4d9d9007c1d1
                    """)
    void savesThePublishedRowsForTheOwnerOfTheSalt(String contentType, String body, String algorithm, String hash)
            throws Exception {
        int before = airlog.stored(ROOF).size();

        var response = upload(contentType, body, "Content-" + algorithm + "-Salted", hash);

        assertThat(response.body()).isEqualTo("{\"saved-in-db\":2}");
        assertThat(response.statusCode()).isEqualTo(200);
        List<ObservationRecord> stored = airlog.stored(ROOF);
        assertThat(stored).hasSize(before + 1);
        assertThat(stored.get(before).observations())
                .extracting(Observation::readings)
                .containsExactly(Map.of("co2", 1223.0), Map.of("co2", 2351.0));
        assertThat(stored.get(before).observations())
                .allSatisfy(row -> assertThat(row.clock()).isEqualTo(Clock.SERVER_FOR_IMPLAUSIBLE))
                .extracting(row -> row.extra().get("matched_checksums"))
                .containsOnly(algorithm.replace("-", "").toLowerCase(Locale.ROOT));
    }

    @Test
    void storesNothingOfAnUploadWithoutAMatchingHash() throws Exception {
        long before = airlog.storedRecords();

        var missing = upload("application/json", JSON);
        var malformed = upload("application/json", JSON, "Content-MD5-Salted", "b71e");
        var wrong = upload("application/json", JSON, "Content-MD5-Salted", MD5.replace('b', 'c'));
        var oneOfTwo =
                upload("application/json", JSON, "Content-MD5-Salted", MD5, "Content-SHA1-Salted", "00".repeat(20));

        assertThat(List.of(missing, malformed, wrong, oneOfTwo))
                .extracting(HttpResponse::statusCode)
                .containsOnly(403);
        assertThat(missing.body()).contains("\"error\":\"signature-missing\"");
        assertThat(malformed.body()).contains("\"error\":\"signature-missing\"");
        assertThat(wrong.body()).contains("\"error\":\"signature-wrong\"");
        assertThat(oneOfTwo.body()).contains("\"error\":\"signature-wrong\"");
        assertThat(airlog.storedRecords()).isEqualTo(before);
    }

    private static HttpResponse<String> upload(String contentType, String hexBody, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + airlog.httpPort() + "/upload"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(HexFormat.of().parseHex(hexBody)))
                .header("Content-Type", contentType);
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
