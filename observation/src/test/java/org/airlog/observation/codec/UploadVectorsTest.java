package org.airlog.observation.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.airlog.observation.Payload;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;
import org.airlog.observation.TestFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The published upload examples, all of them: rows here, hashes and forgeries in {@code SaltedHashTest}.
 */
class UploadVectorsTest {

    private static final JsonNode FILE = TestFiles.json("vectors/upload.json");

    @Test
    void leaveNothingOfTheFileUnread() {
        assertThat(FILE.fieldNames()).toIterable().containsExactlyInAnyOrder("source", "uploads", "refused");
        assertThat(FILE.get("uploads")).hasSize(8).allSatisfy(upload -> assertThat(upload.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("name", "content_type", "body_hex", "salt", "salted", "rows"));
        assertThat(FILE.get("refused")).hasSize(2).allSatisfy(forgery -> assertThat(forgery.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("why", "header", "value", "body_hex", "salt"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("uploads")
    void readsTheRowsOfThePublishedUpload(String name, JsonNode upload) throws Refusal {
        PayloadDecoder decoder = Codecs.uploads(upload.get("content_type").textValue());
        byte[] body = HexFormat.of().parseHex(upload.get("body_hex").textValue());

        List<ReportedObservation> rows = decoder.decode(Payload.of(body), PayloadLimits.DEFAULTS);

        assertThat(rows).isEqualTo(expected(upload.get("rows")));
    }

    private static Stream<Object[]> uploads() {
        return StreamSupport.stream(FILE.get("uploads").spliterator(), false)
                .map(upload -> new Object[] {upload.get("name").textValue(), upload});
    }

    private static List<ReportedObservation> expected(JsonNode rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(UploadVectorsTest::expectedRow)
                .toList();
    }

    private static ReportedObservation expectedRow(JsonNode row) {
        Map<String, Double> readings = new HashMap<>();
        row.properties()
                .forEach(cell -> readings.put(cell.getKey(), cell.getValue().doubleValue()));
        Double time = readings.remove("time_utc");
        return ReportedObservation.at(time == null ? null : Instant.ofEpochSecond(time.longValue()), readings);
    }
}
