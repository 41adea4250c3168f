package org.airlog.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.airlog.portal.ReadableDatabase.RunningPortal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The read API against a real PostgreSQL: what there is, what is never told, and what is refused. */
@SuppressWarnings("NullAway.Init") // set before all tests
class ApiIT {

    private static final int ROWS = 40_000;
    private static final String SENSOR = "/api/v1/sensors/certified0001";
    private static final String FILE = SENSOR + "/observations.csv?from=2024-01-01T00:00:00Z&types=PM2_5,TEMP";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path directory;

    private static ReadableDatabase database;
    private static RunningPortal portal;

    @BeforeAll
    static void start() throws Exception {
        database = new ReadableDatabase(directory.resolve("postgres"));
        database.start();
        database.migrate();
        ApiDatabase.fill(database, ROWS);
        database.execute(ApiDatabase.ROLLUPS);
        portal = database.portal();
    }

    @AfterAll
    static void stop() {
        portal.close();
        database.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                             | certified0001 legacy0000002 rogue00000003 signed0000005",
                "bbox=9,48,9.06,48.55           | certified0001",
                "bbox=179,-20,-179,0            | legacy0000002",
                "bbox=-179,-20,179,0            | ''",
                "near=48.52,9.05,1              | certified0001",
                "near=48.52,9.05,9              | certified0001",
                "near=48.52,9.05,10             | certified0001 signed0000005",
                "near=-17.5,-179.99,3           | legacy0000002",
                "near=47.52,9.05,111.2          | certified0001",
                "near=47.52,9.05,111.1          | ''",
                "trust=legacy,rogue             | legacy0000002 rogue00000003",
                "trust=signed                   | signed0000005",
                "bbox=-180,-90,180,90&trust=rogue | ''"
            })
    void findsSensors(String query, String ids) throws Exception {
        var found = new ArrayList<String>();
        for (JsonNode feature : json("/api/v1/sensors?" + query).get("features")) {
            found.add(feature.get("id").asText());
        }

        assertThat(String.join(" ", found)).isEqualTo(ids);
    }

    @Test
    void goesThroughAllSensorsPageByPageThoughSomeComeMeanwhile() throws Exception {
        var found = new ArrayList<String>();
        String cursor = "";
        do {
            JsonNode page = json("/api/v1/sensors?trust=certified,legacy,rogue&limit=1&cursor=" + cursor);
            assertThat(page.get("features")).hasSize(1);
            found.add(page.at("/features/0/id").asText());
            cursor = page.get("next").asText("");
            // One that belongs before all that have been passed.
            database.execute("INSERT INTO sensor (id, suid, trust, public_id, first_seen) VALUES (-" + found.size()
                    + ", gen_random_uuid(), 'rogue', 'new" + found.size() + "', now())");
        } while (!cursor.isEmpty());
        database.execute("DELETE FROM sensor WHERE id < 0");

        assertThat(found).containsExactly("certified0001", "legacy0000002", "rogue00000003");
    }

    @Test
    void knowsASensorsNewestReadings() throws Exception {
        JsonNode sensor = json(SENSOR);

        assertThat(sensor.get("id").asText()).isEqualTo("certified0001");
        assertThat(sensor.at("/geometry/coordinates").toString()).isEqualTo("[9.05,48.52]");
        assertThat(sensor.at("/properties/lastSeen").asText())
                .isEqualTo("2024-05-03T07:33:15Z")
                .isEqualTo(sensor.at("/properties/latest/PM2_5/time").asText());
        assertThat(sensor.at("/properties/latest/TEMP/value").asDouble())
                .isEqualTo(
                        Double.parseDouble(
                                database.query(
                                        "SELECT temp FROM observation WHERE sensor_id = 1 AND temp IS NOT NULL ORDER BY time DESC LIMIT 1")));
        assertThat(sensor.at("/properties/readingTypes/PM2_5/unit").asText()).isEqualTo("µg/m³");
        assertThat(json("/api/v1/sensors/rogue00000003")
                        .at("/properties/lastSeen")
                        .isNull())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "retired000004", "1", ApiDatabase.SUID, "certified0001'--"})
    void knowsNoOther(String id) throws Exception {
        for (String path : List.of("", "/observations", "/observations.csv", "/observations.parquet")) {
            Fetched answer = Fetched.get(portal.port(), "/api/v1/sensors/" + id + path);

            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        }
    }

    @Test
    void neverTellsASuidOrAnExactPosition() throws Exception {
        var answers = new ArrayList<Fetched>();
        for (String path : List.of(
                "/api/v1/sensors",
                "/api/v1/sensors/rogue00000003",
                "/api/v1/reading-types",
                "/api/v1/openapi.json",
                "/api/v1/sensors?near=" + ApiDatabase.EXACT_LATITUDE + ",9,10",
                "/api/v1/sensors/" + ApiDatabase.SUID)) {
            answers.add(Fetched.get(portal.port(), path));
        }
        for (String id : List.of("certified0001", "legacy0000002")) {
            String sensor = "/api/v1/sensors/" + id;
            answers.add(Fetched.get(portal.port(), sensor));
            for (String bucket : List.of("raw", "PT1M", "hour", "day")) {
                String range = "?from=2024-05-01T23:59:00Z&to=2024-05-02T00:01:00Z&bucket=" + bucket;
                answers.add(Fetched.get(portal.port(), sensor + "/observations" + range));
                answers.add(Fetched.get(portal.port(), sensor + "/observations.csv" + range));
                answers.add(Fetched.get(portal.port(), sensor + "/observations.parquet" + range));
            }
        }
        String compact = ApiDatabase.SUID.replace("-", "");

        assertThat(answers).hasSize(32).allSatisfy(answer -> {
            String all = (answer.body() + answer.response().headers().map()).toLowerCase(Locale.ROOT);
            assertThat(all)
                    .doesNotContain(ApiDatabase.EXACT_LATITUDE, ApiDatabase.EXACT_LONGITUDE, "48.5213", "9.0487")
                    .doesNotContain(ApiDatabase.SUID, "9a0c-0305");
            // Of the rogue sensor too, whose model holds its own, written otherwise.
            assertThat(all.replaceAll("[^0-9a-f]", "")).doesNotContain(compact.substring(0, 30));
        });
    }

    @Test
    void answersAgainOnlyWhatHasChanged() throws Exception {
        for (String path : List.of(
                "/api/v1/sensors", SENSOR, SENSOR + "/observations", "/api/v1/reading-types", "/api/v1/openapi")) {
            Fetched first = Fetched.get(portal.port(), path);
            Fetched again = Fetched.get(portal.port(), path, "If-None-Match", first.header("ETag"));
            Fetched head = Fetched.send("HEAD", portal.port(), path);

            assertThat(first.status()).as(path).isEqualTo(200);
            assertThat(first.header("Cache-Control")).matches("public, max-age=[0-9]+");
            assertThat(again.status()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Length")).isEqualTo(first.header("Content-Length"));
        }
        assertThat(Fetched.send("HEAD", portal.port(), FILE).header("Content-Type"))
                .startsWith("text/csv");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/sensors?limit=0                                | limit",
                "/api/v1/sensors?box=1,2,3,4                            | box",
                "/api/v1/sensors?cursor=c25vYm9keQ                      | cursor",
                "/api/v1/sensors/certified0001?x=1                      | x",
                "/api/v1/sensors/certified0001/observations?bucket=year | bucket",
                "/api/v1/sensors/certified0001/observations?types=co2   | types",
                "/api/v1/sensors/certified0001/observations?from=2000-01-01T00:00:00Z&bucket=raw | from",
                "/api/v1/sensors/certified0001/observations.csv?limit=5 | limit",
                "/api/v1/reading-types?q=1                              | q",
                "/api/v1/events?q=1                                     | q"
            })
    void namesTheParameterAtFault(String path, String parameter) throws Exception {
        Fetched answer = Fetched.get(portal.port(), path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(JSON.readTree(answer.body()).get("parameter").asText()).isEqualTo(parameter);
        assertThat(JSON.readTree(answer.body()).get("detail").asText()).startsWith(parameter + ": ");
    }

    private static JsonNode json(String path) throws Exception {
        Fetched answer = Fetched.get(portal.port(), path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
