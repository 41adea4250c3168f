package org.airlog.observation.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.airlog.observation.Payload;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;
import org.junit.jupiter.api.Test;

class ReadingsJsonTest {

    @Test
    void readsTheExampleOfTheSeed() throws Refusal {
        var payload = Payload.ofText("[{\"timestamp\":1485778030,\"readings\":{\"PM2_5\":201.1}}]");

        assertThat(ReadingsJson.decode(payload, PayloadLimits.DEFAULTS))
                .containsExactly(ReportedObservation.at(Instant.ofEpochSecond(1485778030), Map.of("PM2_5", 201.1)));
    }
}
