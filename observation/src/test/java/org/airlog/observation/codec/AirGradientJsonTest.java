package org.airlog.observation.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;
import org.airlog.observation.TestFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AirGradientJsonTest {

    @Test
    void readsAMonitorOfTheFirstLocalApi() throws Refusal {
        ReportedObservation observation = file("airgradient-3.0");

        assertThat(observation.time()).isNull();
        assertThat(observation.readings())
                .isEqualTo(Map.ofEntries(
                        Map.entry("co2", 447.0),
                        Map.entry("pm1", 3.0),
                        Map.entry("PM2_5", 7.0),
                        Map.entry("PM10", 8.0),
                        Map.entry("pm0_3_count", 442.0),
                        Map.entry("TEMP", 25.87),
                        Map.entry("HUM", 43.0),
                        Map.entry("tvoc_index", 100.0),
                        Map.entry("tvoc_raw", 33051.0),
                        Map.entry("nox_index", 1.0),
                        Map.entry("nox_raw", 16307.0)));
        assertThat(observation.extra())
                .isEqualTo(Map.of(
                        "wifi",
                        "-46",
                        "boot",
                        "6",
                        "ledmode",
                        "pm",
                        "firmwareversion",
                        "3.0.10beta",
                        "fwmode",
                        "I-9PSL"));
    }

    @Test
    void letsCompensatedValuesWinAndKeepsTheRawOnes() throws Refusal {
        ReportedObservation observation = file("airgradient-3.6");

        assertThat(observation.readings())
                .containsEntry("TEMP", 24.47)
                .containsEntry("atmp", 25.87)
                .containsEntry("HUM", 49.0)
                .containsEntry("rhum", 43.5)
                .containsEntry("PM2_5", 6.78)
                .containsEntry("pm02", 7.5)
                .containsEntry("PM10", 8.0)
                .containsEntry("pm10_standard", 8.0)
                .containsEntry("pm10_count", 0.0)
                .containsEntry("nox_raw", 16307.25)
                .hasSize(22);
        assertThat(observation.extra()).containsOnlyKeys("boot", "bootcount", "wifi", "ledmode", "firmware", "model");
    }

    @Test
    void passesOverTheChannelsOfAMonitorWithTwoSensors() throws Refusal {
        ReportedObservation observation = file("airgradient-outdoor");

        assertThat(observation.readings())
                .isEqualTo(Map.of("pm1", 1.0, "PM2_5", 3.5, "PM10", 4.5, "TEMP", 12.15, "HUM", 87.5));
        assertThat(observation.extra()).doesNotContainKeys("channels", "serialno");
    }

    @Test
    void readsNumbersInQuotesAndKeepsPositionsOutOfTheText() throws Refusal {
        ReportedObservation observation = decode("{\"atmp\":\" 20.5 \",\"latitude\":48.1,\"longitude\":11.5}");

        assertThat(observation.readings()).isEqualTo(Map.of("TEMP", 20.5));
        assertThat(observation.extra()).isEmpty();
        assertThat(observation.position()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"serialno\":\"a\"}", "{\"atmp\":null}", "{\"atmp\":1}{}", "{\"\":1}"})
    void refusesWhatSaysNothing(String payload) {
        assertThat(Decoding.refusal(AirGradientJson::decode, payload).reason()).isEqualTo(Reason.MALFORMED);
    }

    private static ReportedObservation file(String name) throws Refusal {
        return only(TestFiles.payload("dialects/" + name + ".json"));
    }

    private static ReportedObservation decode(String payload) throws Refusal {
        return only(Payload.ofText(payload));
    }

    private static ReportedObservation only(Payload payload) throws Refusal {
        var observations = AirGradientJson.decode(payload, Decoding.LIMITS);
        assertThat(observations).hasSize(1);
        return observations.get(0);
    }
}
