package org.airlog.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.airlog.observation.signature.Secret;
import org.airlog.portal.ReadableDatabase.RunningPortal;
import org.airlog.portal.http.Downloads;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /download} of a portal that is a process of its own, against a real PostgreSQL. */
@SuppressWarnings("NullAway.Init") // set before all tests
class DownloadIT {

    private static final String SUID = "00000000-0000-8000-8000-00000000000";

    @TempDir
    static Path directory;

    private static ReadableDatabase database;
    private static RunningPortal portal;

    @BeforeAll
    static void start() throws Exception {
        database = new ReadableDatabase(directory.resolve("postgres"));
        database.start();
        database.migrate();
        database.execute(
                "ALTER TABLE observation ADD COLUMN co2 double precision",
                "ALTER TABLE observation ADD COLUMN ordering double precision",
                "INSERT INTO reading_type (name, column_name, unit, description, standard)"
                        + " VALUES ('co2', 'co2', '', '', false), ('ordering', 'ordering', '', '', false)",
                """
                INSERT INTO sensor (id, suid, generation, trust, public_id, first_seen) VALUES
                (1, '%1$s1', 0, 'legacy', 'a', now()),
                (2, '%1$s2', 0, 'rogue', 'b', now()),
                (3, '%1$s3', 0, 'legacy', 'c', now())
                """
                        .replace("%1$s", SUID),
                """
                INSERT INTO observation (sensor_id, time, received_at, clock, co2, temp, extra) VALUES
                (1, to_timestamp(1000), to_timestamp(5000), 0, 400, 20.5, '{"box":"roof","rare":7}'),
                (1, to_timestamp(1001), to_timestamp(5001), 0, 500, NULL, '{"box":"<b>cellar</b>","note":"a,b"}'),
                (3, to_timestamp(1002.5), to_timestamp(5002), 0, 600, -1, '{"matched_checksums":"SHA-256"}'),
                (3, to_timestamp(5003.25), to_timestamp(5003.25), 2, 700, NULL, '{"device_time":"1970-01-01T00:00:43Z"}'),
                (2, to_timestamp(1000), to_timestamp(5000), 0, 999, 99, '{"box":"of a stranger"}')
                """,
                "INSERT INTO observation_location (sensor_id, time, latitude, longitude)"
                        + " VALUES (1, to_timestamp(1000), 48.52, 9.05)");
        portal = database.portal();
    }

    @AfterAll
    static void stop() {
        portal.close();
        database.close();
    }

    @Test
    void answersTheNewestRowsFirstAsAnObjectOfColumns() throws Exception {
        Fetched answer = Fetched.get(portal.port(), "/download?format=json");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"time\":[5003.25,1002.5,1001,1000],\"time_upload_utc\":[5003.25,5002,5001,5000],"
                                + "\"temp\":[null,-1,null,20.5],\"co2\":[700,600,500,400],\"rare\":[null,null,null,7],"
                                + "\"box\":[null,null,\"<b>cellar</b>\",\"roof\"],"
                                + "\"device_time\":[\"1970-01-01T00:00:43Z\",null,null,null],\"note\":[null,null,\"a,b\",null],"
                                + "\"matched_checksums\":[null,\"SHA-256\",null,null],\"failed_checksums\":[null,null,null,null]}");
    }

    @Test
    void answersAFileOfCsv() throws Exception {
        Fetched answer = Fetched.get(portal.port(), "/download?format=csv&cols=co2,note,box");

        assertThat(answer.header("Content-Type")).startsWith("text/csv");
        assertThat(answer.header("Content-Disposition")).isEqualTo("attachment; filename=\"airlog-data.csv\"");
        assertThat(answer.body())
                .isEqualTo("co2,note,box\r\n700,,\r\n600,,\r\n500,\"a,b\",<b>cellar</b>\r\n400,,roof\r\n");
    }

    @Test
    void answersAPageWhenNoFormIsNamed() throws Exception {
        Fetched answer = Fetched.get(portal.port(), "/download");

        assertThat(answer.header("Content-Type")).isEqualTo("text/html;charset=utf-8");
        assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'; style-src 'sha256-");
        assertThat(answer.body())
                .contains("<td>&lt;b&gt;cellar&lt;/b&gt;</td>", "href=\"?format=csv\"")
                .doesNotContain("of a stranger")
                .doesNotContain("<b>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"html", "csv", "json"})
    void neverTellsWhoOrWhere(String format) throws Exception {
        assertThat(Fetched.get(portal.port(), "/download?cols=lat,lon,latitude,suid,sensor_id&format=" + format)
                        .body())
                .doesNotContain("48.52", "9.05", SUID);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "number=2                                 | 700 600",
                "number=0                                 | ''",
                "number=3&order_by=time,asc               | 400 500 600",
                "order_by=co2,asc                         | 400 500 600 700",
                "order_by=co2,desc&number=1               | 700",
                "order_by=temp,asc                        | 600 400 700 500",
                "order_by=temp,desc                       | 400 600 700 500",
                "order_by=time_upload_utc,asc             | 400 500 600 700",
                "order_by=box,asc&number=2                | 500 400",
                "order_by=nothing,asc                     | 700 600 500 400",
                "min_co2=500                              | 700 600 500",
                "max_co2=500                              | 500 400",
                "min_co2=500&max_co2=600                  | 600 500",
                "min_co2=500&max_temp=20                  | 600",
                "min_time=1001                            | 700 600 500",
                "max_time=1001                            | 500 400",
                "max_time_utc=1002                        | 600 500 400",
                "max_time=1002.4                          | 500 400",
                "min_time=1001&max_time=1003&number=1     | 600",
                "min_time=1970-01-01&max_time=1970-01-01  | 700 600 500 400",
                "min_time=1970-01-02                      | ''",
                "min_time_upload_utc=5001&max_time_upload_utc=5002 | 600 500",
                "min_box=roof&max_box=roof                | 400",
                "min_device_time=1970                     | 700",
                "min_matched_checksums=SHA-256            | 600",
                "min_unknown=5&min_co2=                   | 700 600 500 400"
            })
    void answersTheRowsThatWereAskedFor(String query, String co2) throws Exception {
        List<String> rows = Fetched.get(portal.port(), "/download?format=csv&cols=co2&" + query)
                .rows();

        assertThat(String.join(" ", rows)).isEqualTo(co2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1'; DROP TABLE sensor; --",
                "1); DELETE FROM observation; --",
                "co2\"; DROP TABLE sensor; --",
                "co2,asc; DROP TABLE sensor",
                "co2 FROM observation; TRUNCATE sensor; --",
                "(SELECT suid FROM sensor LIMIT 1),asc",
                "co2\" UNION SELECT suid::text FROM sensor --,desc",
                "0 OR 1=1",
                "' || pg_sleep(20) || '",
                "$1",
                "?"
            })
    void letsNobodySlipSqlIn(String sql) throws Exception {
        String value = URLEncoder.encode(sql, StandardCharsets.UTF_8);
        for (String parameter : List.of(
                "cols",
                "number",
                "order_by",
                "min_co2",
                "max_co2",
                "min_box",
                "max_time",
                "min_" + value,
                "max_" + value)) {
            Fetched answer = Fetched.get(portal.port(), "/download?format=csv&" + parameter + "=" + value);

            assertThat(answer.status()).as(parameter).isEqualTo(200);
            assertThat(answer.rows()).as(parameter).hasSize(4);
            assertThat(answer.body()).doesNotContain(SUID);
        }
    }

    @Test
    void refusesAnUnknownFormAndQuotesItHarmlessly() throws Exception {
        Fetched answer = Fetched.get(portal.port(), "/download?format=%3Cscript%3E%22" + "x".repeat(1_000));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.body())
                .startsWith("{\"error\":\"malformed\",\"detail\":\"Unknown format: '<script>\\\"xxx")
                .hasSizeLessThan(200);
        assertThat(Fetched.get(portal.port(), "/download?format=").status()).isEqualTo(400);
    }

    @Test
    void answersAlwaysWithAContentLengthAndAHeadWithoutContent() throws Exception {
        for (String path :
                List.of("/download", "/download?format=json", "/uploadhelp", "/nothing", "/ready", "/metrics")) {
            Fetched answer = Fetched.get(portal.port(), path);

            assertThat(answer.header("Content-Length"))
                    .as(path)
                    .isEqualTo(Integer.toString(answer.body().getBytes(StandardCharsets.UTF_8).length));
            assertThat(answer.header("Transfer-Encoding")).as(path).isEmpty();
        }
        Fetched head = Fetched.send("HEAD", portal.port(), "/download?format=json");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).isNotEqualTo("0").isNotEmpty();
        assertThat(head.body()).isEmpty();
        Fetched post = Fetched.send("POST", portal.port(), "/download");
        assertThat(post.status()).isEqualTo(405);
        assertThat(post.header("Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void demandsARightHashWhereTheOperatorDoes() throws Exception {
        var rules = new Downloads.Rules(1_000, true, List.of(Secret.ofText("pepper")));
        // sha256("/download?format=json&cols=time%2Cco2pepper"), sha256("/download?pepper")
        String right = "18cdae4d3908d1d1d52029dd995214f9deb3205f5125836f5629608580266e05";
        String rightWithoutQuery = "c4b8463ffc7b347b6ebc86c5151979ec3f15c9054aac6ead827d2c6bead3445b";
        try (RunningPortal guarded = database.portal(rules, true)) {
            String path = "/download?format=json&cols=time%2Cco2";

            Fetched missing = Fetched.get(guarded.port(), path);
            assertThat(missing.status()).isEqualTo(403);
            assertThat(missing.body()).startsWith("{\"error\":\"signature-missing\",\"detail\":");
            Fetched wrong = Fetched.get(guarded.port(), path, "Content-SHA256-Salted", "0".repeat(64));
            assertThat(wrong.status()).isEqualTo(403);
            assertThat(wrong.body()).startsWith("{\"error\":\"signature-wrong\",\"detail\":");
            assertThat(Fetched.get(guarded.port(), path + "&number=1", "Content-SHA256-Salted", right)
                            .status())
                    .isEqualTo(403);

            Fetched signed = Fetched.get(guarded.port(), path, "content-sha256-salted", right);
            assertThat(signed.status()).isEqualTo(200);
            assertThat(signed.body()).startsWith("{\"time\":[5003.25,");
            assertThat(Fetched.get(guarded.port(), "/download", "Content-SHA256-Salted", rightWithoutQuery)
                            .status())
                    .isEqualTo(200);
            assertThat(Fetched.get(guarded.port(), "/uploadhelp").status()).isEqualTo(200);
        }
    }

    @Test
    void servesNoHelpWhereTheOperatorWantsNone() throws Exception {
        var rules = new Downloads.Rules(1, false, List.of());
        try (RunningPortal silent = database.portal(rules, false)) {
            assertThat(Fetched.get(silent.port(), "/uploadhelp").status()).isEqualTo(404);
            assertThat(Fetched.get(silent.port(), "/download?format=csv&number=7")
                            .rows())
                    .hasSize(1);
        }
    }

    @Test
    void helpsToUploadToTheAddressThatWasAsked() throws Exception {
        Fetched help = Fetched.get(portal.port(), "/uploadhelp");

        assertThat(help.status()).isEqualTo(200);
        assertThat(help.body()).contains(" http://127.0.0.1:" + portal.port() + "/upload</pre>");
        assertThat(Fetched.get(portal.port(), "/uploadhelp", "X-Forwarded-Proto", "https")
                        .body())
                .contains(" https://127.0.0.1:" + portal.port() + "/upload</pre>");
    }
}
