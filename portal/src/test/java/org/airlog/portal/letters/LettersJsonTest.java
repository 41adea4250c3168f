package org.airlog.portal.letters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.airlog.portal.letters.Letters.letter;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.junit.jupiter.api.Test;

class LettersJsonTest {

    private final LettersJson json = new LettersJson(
            new LetterContent(new ObservationRecordCodec(new Seal(List.of(SealingKey.parse("k:" + "5a".repeat(32)))))));

    @Test
    void theNewestComesFirstAndIsNamedAsCommandsNameIt() throws Exception {
        JsonNode rejected = rejected(
                letter(3, Map.of("airlog-length", "4"), "[{}]".getBytes(UTF_8)),
                letter(4, Map.of("airlog-length", "9000", "airlog-detail", "no\nJSON"), "[".getBytes(UTF_8)));

        assertThat(rejected.findValuesAsText("id")).containsExactly("0:4", "0:3");
        assertThat(rejected.get(0).get("bytes").asLong()).isEqualTo(9_000);
        assertThat(rejected.get(0).get("detail").asText()).isEqualTo("no\\u000aJSON");
        assertThat(rejected.get(1).get("text").asText()).isEqualTo("[{}]");
        assertThat(rejected.get(1).get("reason").asText()).isEqualTo("malformed");
    }

    @Test
    void whatItHoldsIsCut() throws Exception {
        JsonNode rejected = rejected(
                letter(0, Map.of("airlog-length", "4096"), "x".repeat(4_096).getBytes(UTF_8)));

        assertThat(rejected.get(0).get("text").asText()).hasSize(2_049).endsWith("…");
    }

    private JsonNode rejected(Letter... letters) throws Exception {
        return new ObjectMapper()
                .readTree(json.of("rejected", LetterKind.REJECTED, List.of(letters)))
                .get("rejected");
    }
}
