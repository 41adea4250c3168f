package org.airlog.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;
import org.airlog.observation.codec.PayloadLimits;
import org.airlog.observation.codec.ReadingsJson;
import org.junit.jupiter.api.Test;

class ReadingsBatchTest {

    private static final ReportedObservation FIRST =
            ReportedObservation.at(Instant.ofEpochSecond(1485778030), Map.of("PM10", 102.0));
    private static final ReportedObservation SECOND =
            ReportedObservation.at(Instant.ofEpochSecond(1485778031, 250_000_000), Map.of("TEMP", -12.7));

    @Test
    void writesWhatTheDoorReads() throws Refusal {
        var batch = new ReadingsBatch(2);
        assertThat(batch.add(FIRST)).isTrue();
        assertThat(batch.add(SECOND)).isTrue();

        assertThat(ReadingsJson.decode(batch.payload(), PayloadLimits.DEFAULTS)).isEqualTo(List.of(FIRST, SECOND));
    }

    @Test
    void isFullAtItsNumberOfObservations() {
        var batch = new ReadingsBatch(1);
        batch.add(FIRST);

        assertThat(batch.add(SECOND)).isFalse();
        assertThat(batch.observations()).isEqualTo(1);
    }

    @Test
    void isFullBeforeItsPayloadIsTooLarge() throws Refusal {
        var readings = new LinkedHashMap<String, Double>();
        for (int reading = 0; reading < 60; reading++) {
            readings.put("reading_with_quite_a_long_name_" + reading, 1234.5678901234);
        }
        ReportedObservation large = ReportedObservation.at(Instant.EPOCH, readings);
        var batch = new ReadingsBatch(2_500);
        while (batch.add(large)) {
            assertThat(batch.observations()).isLessThan(2_500);
        }

        assertThat(ReadingsJson.decode(batch.payload(), PayloadLimits.DEFAULTS)).hasSize(batch.observations());
    }
}
