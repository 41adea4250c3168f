package org.airlog.observation.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.airlog.observation.ReadingType;
import org.airlog.observation.ReadingTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/wire-format.md} says what the code does. */
class WireFormatDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/wire-format.md");
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "observation-record",
                "observation-record-with-position",
                "sensor-record",
                "sensor-marker",
                "sensor-rekeyed",
                "sensor-resealed"
            })
    void showsTheGoldenRecord(String name) throws IOException {
        assertThat(Files.readString(DOCUMENT))
                .contains("```hex\n" + Files.readString(GOLDEN.resolve(name + ".hex")) + "```");
    }

    @Test
    void showsEveryReadingTypeAndLimit() throws IOException {
        PayloadLimits limits = PayloadLimits.DEFAULTS;

        assertThat(Files.readString(DOCUMENT))
                .contains(ReadingTypes.STANDARD.stream()
                        .map(ReadingType::name)
                        .map(name -> "`" + name + "`")
                        .toList())
                .containsPattern("`payload-bytes`.*\\| " + limits.maxPayloadBytes() + " \\|")
                .containsPattern("`observations-per-payload`.*\\| " + limits.maxObservations() + " \\|")
                .containsPattern("`readings-per-observation`.*\\| " + limits.maxReadings() + " \\|")
                .containsPattern("`name-length`.*\\| " + limits.maxNameLength() + " \\|")
                .containsPattern("`json-depth`.*\\| " + limits.maxDepth() + " \\|");
    }
}
