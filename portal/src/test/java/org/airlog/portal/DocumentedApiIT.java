package org.airlog.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.airlog.portal.ReadableDatabase.RunningPortal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example of {@code portal-openapi.yaml}, asked of a real portal and PostgreSQL as the document says. */
@SuppressWarnings("NullAway.Init") // set before all tests
class DocumentedApiIT {

    private static final String TEXT = text();
    private static final JsonNode ROOT = json(TEXT);

    @TempDir
    static Path directory;

    private static ReadableDatabase database;
    private static RunningPortal portal;

    /** A request and the answer that the document promises. */
    private record Example(String name, String target, int status, String type, JsonNode content, JsonNode value) {

        @Override
        public String toString() {
            return name + " " + target + " → " + status;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        database = new ReadableDatabase(directory.resolve("postgres"));
        database.start();
        database.migrate();
        database.execute(
                """
                INSERT INTO sensor (id, suid, generation, trust, public_id, manufacturer, model, first_seen) VALUES
                (1, gen_random_uuid(), 1, 'certified', '8k2m4n6p0q1r', 'Acme', 'Sniffer 2', '2024-05-31T06:00:01Z')
                """,
                "INSERT INTO sensor_place (sensor_id, latitude, longitude) VALUES (1, 48.52, 9.05)",
                """
                INSERT INTO observation (sensor_id, time, received_at, clock, pm2_5, temp)
                SELECT 1, timestamptz '2024-05-31T06:00:00Z' + i * interval '1 min', now(), 0, i + 1,
                       CASE WHEN i = 0 THEN 20.5 END
                FROM generate_series(0, 9) AS i
                """);
        database.execute(ApiDatabase.ROLLUPS);
        portal = database.portal();
    }

    @AfterAll
    static void stop() {
        portal.close();
        database.close();
    }

    static List<Example> examples() {
        return operations().flatMap(DocumentedApiIT::examples).toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isAnsweredAsDocumented(Example example) throws Exception {
        Fetched answer = Fetched.get(portal.port(), example.target);

        assertThat(answer.status()).as(answer.body()).isEqualTo(example.status);
        assertThat(answer.header("Content-Type").replace(" ", "")).isEqualToIgnoringCase(example.type);
        if (example.type.endsWith("json")) {
            JsonNode actual = json(answer.body());
            assertThat(actual).isEqualTo(example.value);
            assertThat(faults(example.content.get("schema"), actual)).isEmpty();
        } else {
            assertThat(answer.body()).isEqualTo(example.value.asText());
        }
    }

    @Test
    void isAnOpenApiDocument() {
        var options = new ParseOptions();
        options.setResolve(true);

        assertThat(new OpenAPIV3Parser().readContents(TEXT, List.of(), options).getMessages())
                .isEmpty();
        assertThat(ROOT.get("openapi").asText()).isEqualTo("3.1.0");
    }

    @Test
    void isServedInBothForms() throws Exception {
        Fetched yaml = Fetched.get(portal.port(), "/api/v1/openapi");
        Fetched json = Fetched.get(portal.port(), "/api/v1/openapi.json");

        assertThat(yaml.header("Content-Type")).isEqualTo("application/yaml");
        assertThat(yaml.body()).isEqualTo(TEXT);
        assertThat(new ObjectMapper().readTree(json.body())).isEqualTo(ROOT);
    }

    @Test
    void everyExampleOfAParameterHasItsAnswer() {
        operations().forEach(path -> {
            List<String> answered = examples(path).map(Example::name).toList();
            for (JsonNode parameter : path.parameters) {
                if (parameter.get("in").asText().equals("query") && !parameter.has("shared")) {
                    parameter.path("examples").fieldNames().forEachRemaining(name -> assertThat(answered)
                            .contains(name));
                }
            }
        });
    }

    /** Path, the operation, and its parameters; those that several share are marked. */
    private record Operation(String path, JsonNode node, List<JsonNode> parameters) {}

    /** Those that are asked by GET. */
    private static Stream<Operation> operations() {
        return ROOT.get("paths")
                .propertyStream()
                .filter(path -> path.getValue().has("get"))
                .map(path -> {
                    JsonNode get = path.getValue().get("get");
                    var parameters = new ArrayList<JsonNode>();
                    for (JsonNode owner : List.of(path.getValue(), get)) {
                        for (JsonNode parameter : owner.path("parameters")) {
                            JsonNode followed = follow(parameter);
                            if (parameter.has("$ref")) {
                                followed = ((ObjectNode) followed.deepCopy()).put("shared", true);
                            }
                            parameters.add(followed);
                        }
                    }
                    return new Operation(path.getKey(), get, parameters);
                });
    }

    private static Stream<Example> examples(Operation operation) {
        var examples = new ArrayList<Example>();
        operation.node.get("responses").properties().forEach(response -> follow(response.getValue())
                .path("content")
                .properties()
                .forEach(type -> type.getValue()
                        .path("examples")
                        .properties()
                        .forEach(example -> examples.add(new Example(
                                example.getKey(),
                                target(operation, example.getKey()),
                                Integer.parseInt(response.getKey()),
                                type.getKey(),
                                type.getValue(),
                                example.getValue().get("value"))))));
        return examples.stream();
    }

    private static String target(Operation operation, String name) {
        String target = operation.path;
        var query = new ArrayList<String>();
        for (JsonNode parameter : operation.parameters) {
            JsonNode own = parameter.path("examples").path(name).path("value");
            String parameterName = parameter.get("name").asText();
            if (parameter.get("in").asText().equals("path")) {
                JsonNode value = own.isMissingNode() ? parameter.at("/schema/examples/0") : own;
                target = target.replace("{" + parameterName + "}", value.asText());
            } else if (!own.isMissingNode()) {
                query.add(parameterName + "=" + URLEncoder.encode(own.asText(), StandardCharsets.UTF_8));
            }
        }
        return target + (query.isEmpty() ? "" : "?" + String.join("&", query));
    }

    private static JsonNode follow(JsonNode node) {
        return node.has("$ref") ? ROOT.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static List<String> faults(JsonNode schema, JsonNode value) {
        ObjectNode alone = schema.deepCopy();
        alone.set("components", ROOT.get("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(alone)
                .validate(value)
                .stream()
                .map(Error::toString)
                .toList();
    }

    private static String text() {
        try (var file = DocumentedApiIT.class.getResourceAsStream("/org/airlog/portal/portal-openapi.yaml")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String yaml) {
        try {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
