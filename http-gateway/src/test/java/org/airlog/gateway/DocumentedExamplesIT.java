package org.airlog.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.airlog.gateway.documented.ExampleSensor;
import org.airlog.gateway.documented.HttpExample;
import org.airlog.gateway.documented.HttpExamples;
import org.airlog.gateway.documented.Specification;
import org.airlog.gateway.upload.Property;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example of {@code openapi.yaml}, sent to the real gateway, broker and Kafka as the document says. */
class DocumentedExamplesIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Specification OPENAPI = Specification.openapi();

    /** Of every answer: HTTP's own. */
    private static final Set<String> UNDOCUMENTED_HEADERS = Set.of("date", "content-length", "content-type");

    @TempDir
    static Path directory;

    private static Installation airlog;

    @BeforeAll
    static void startAll() throws Exception {
        airlog = new Installation(directory, ExampleSensor.SETTINGS).start();
        ExampleSensor.register(airlog::register);
        var signed = examples().stream()
                .filter(example -> example.name().equals("signed"))
                .findFirst()
                .orElseThrow();
        await("the whole path, with the sensor of the examples")
                .atMost(Duration.ofSeconds(60))
                .until(() -> send(signed).statusCode() == signed.status());
    }

    @AfterAll
    static void stopAll() {
        airlog.close();
    }

    static List<HttpExample> examples() {
        return new HttpExamples(OPENAPI).all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isAnsweredAsDocumented(HttpExample example) throws Exception {
        long storedBefore = airlog.storedRecords();

        var response = send(example);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(example.status());
        assertThat(response.headers().firstValue("content-type")).isEqualTo(example.answerType());
        assertThat(response.headers().firstValue("content-length")).isPresent();
        example.answerHeaders()
                .forEach((name, value) ->
                        assertThat(response.headers().allValues(name)).as(name).containsExactly(value));
        assertOnlyDocumentedHeaders(response, example);
        if (example.answerType().isPresent()) {
            assertBody(response.body(), example);
        }
        if (example.status() >= 300) {
            assertThat(airlog.storedRecords()).isEqualTo(storedBefore);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void keepsToItsOwnSchemasWhereItIsAccepted(HttpExample example) {
        if (example.status() < 300) {
            assertThat(example.requestFaults()).isEmpty();
        }
    }

    @Test
    void servesTheDocumentsInBothForms() throws Exception {
        for (String name : List.of("openapi", "asyncapi")) {
            var yaml = get("/" + name);
            var json = get("/" + name + ".json");

            assertThat(yaml.headers().firstValue("content-type")).contains("application/yaml");
            assertThat(yaml.body()).isEqualTo(Specification.text(name));
            assertThat(json.headers().firstValue("content-type")).contains("application/json");
            assertThat(Specification.json(json.body())).isEqualTo(Specification.json(yaml.body()));
        }
    }

    private static void assertOnlyDocumentedHeaders(HttpResponse<String> response, HttpExample example) {
        var documented = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        documented.addAll(UNDOCUMENTED_HEADERS);
        for (var header : OPENAPI.members(example.answer().path("headers"))) {
            documented.add(header.name());
            for (String value : response.headers().allValues(header.name())) {
                assertThat(OPENAPI.faults(header.value().get("schema"), TextNode.valueOf(value)))
                        .isEmpty();
            }
        }
        assertThat(documented).containsAll(response.headers().map().keySet());
    }

    /** A text is another each time, a secret for one: it has to be one of its kind. JSON has to be the same. */
    private static void assertBody(String body, HttpExample example) {
        String type = example.answerType().orElseThrow();
        boolean isJson = type.endsWith("json");
        JsonNode actual = isJson ? Specification.json(body) : TextNode.valueOf(body);
        if (isJson) {
            assertThat(actual).isEqualTo(example.answerValue().orElseThrow());
        }
        JsonNode schema = example.answer().get("content").get(type).get("schema");
        assertThat(OPENAPI.faults(schema, actual)).isEmpty();
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> send(HttpExample example) throws IOException, InterruptedException {
        var body =
                example.body().map(HttpRequest.BodyPublishers::ofString).orElseGet(HttpRequest.BodyPublishers::noBody);
        var request = HttpRequest.newBuilder(uri(example.target())).method(example.method(), body);
        for (Property header : example.headers()) {
            request.header(header.name(), header.value());
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(String target) {
        return URI.create("http://127.0.0.1:" + airlog.httpPort() + target);
    }
}
