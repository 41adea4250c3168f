package org.airlog.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.apicurio.datamodels.Library;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.airlog.gateway.documented.HttpExamples;
import org.airlog.gateway.documented.Specification;
import org.junit.jupiter.api.Test;

/** The documents are what their formats demand. */
class ApiDocumentsTest {

    @Test
    void openapiIsAnOpenApiDocument() {
        var options = new ParseOptions();
        options.setResolve(true);

        var result = new OpenAPIV3Parser().readContents(Specification.text("openapi"), List.of(), options);

        assertThat(result.getMessages()).isEmpty();
        assertThat(Specification.openapi().root().get("openapi").asText()).isEqualTo("3.1.0");
    }

    /** By the schema that the AsyncAPI initiative publishes ({@code @asyncapi/specs} 6.11.1, Apache-2.0). */
    @Test
    void asyncapiIsAnAsyncApiDocument() throws IOException {
        try (var published = ApiDocumentsTest.class.getResourceAsStream("/schemas/asyncapi-3.0.0.json")) {
            var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(Objects.requireNonNull(published), InputFormat.JSON);

            assertThat(schema.validate(Specification.asyncapi().root())).isEmpty();
        }
    }

    @Test
    void asyncapiBreaksNoRuleOfItsFormat() {
        var document = Library.readDocumentFromJSONString(
                Specification.json(Specification.text("asyncapi")).toString());

        var problems = Library.validate(document, null).stream()
                // The specification allows a channel without an address: that of replies is in the request.
                .filter(problem -> !problem.errorCode.equals("CHAN-001"))
                .map(problem -> problem.errorCode + " " + problem.nodePath + " " + problem.message)
                .toList();

        assertThat(problems).isEmpty();
    }

    @Test
    void bothMeanTheSameByASchemaOfOneName() {
        JsonNode http = Specification.openapi().root().at("/components/schemas");
        JsonNode mqtt = Specification.asyncapi().root().at("/components/schemas");

        var shared = http.propertyStream().filter(schema -> mqtt.has(schema.getKey()));

        assertThat(shared).hasSizeGreaterThan(5).allSatisfy(schema -> assertThat(mqtt.get(schema.getKey()))
                .isEqualTo(schema.getValue()));
    }

    @Test
    void everyExampleHasItsCounterpart() {
        assertThat(new HttpExamples(Specification.openapi()).all()).isNotEmpty();
    }
}
