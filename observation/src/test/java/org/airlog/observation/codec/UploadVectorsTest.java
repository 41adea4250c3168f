package org.airlog.observation.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.airlog.observation.Payload;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;
import org.airlog.observation.TestFiles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published upload examples, in the content types that are read so far. */
class UploadVectorsTest {

    private static final Set<String> CONTENT_TYPES = Set.of("application/json", "text/csv");

    @ParameterizedTest(name = "{0}")
    @MethodSource("uploads")
    void readsTheRowsOfThePublishedUpload(String name, JsonNode upload) throws Refusal {
        PayloadDecoder decoder = Codecs.uploads(upload.get("content_type").textValue());
        byte[] body = HexFormat.of().parseHex(upload.get("body_hex").textValue());

        List<ReportedObservation> rows = decoder.decode(Payload.of(body), PayloadLimits.DEFAULTS);

        assertThat(rows).isEqualTo(expected(upload.get("rows")));
    }

    private static Stream<Object[]> uploads() {
        return StreamSupport.stream(
                        TestFiles.json("vectors/upload.json").get("uploads").spliterator(), false)
                .filter(upload ->
                        CONTENT_TYPES.contains(upload.get("content_type").textValue()))
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
