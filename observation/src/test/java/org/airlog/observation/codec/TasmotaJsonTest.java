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

class TasmotaJsonTest {

    @Test
    void readsTheSensorsAndKeepsTheirLocalTimeAsText() throws Refusal {
        assertThat(file("tasmota-sds011"))
                .isEqualTo(new ReportedObservation(
                        null,
                        Map.of("PM2_5", 1.2, "PM10", 3.4, "TEMP", 22.6, "HUM", 32.4, "dew_point", 5.2),
                        Map.of("device_time", "2018-03-02T18:25:03"),
                        null));
    }

    @Test
    void convertsUnitsThatStandBehindTheValues() throws Refusal {
        ReportedObservation observation = file("tasmota-fahrenheit");

        assertThat(observation.readings())
                .isEqualTo(Map.of(
                        "TEMP", 22.5,
                        "HUM", 41.2,
                        "dew_point", 8.556,
                        "PRES", 1013.25,
                        "sea_pressure", 1020.183,
                        "ds18b20-1_temperature", 10.0,
                        "co2", 612.0,
                        "mhz19b_temperature", 30.0,
                        "illuminance", 112.0,
                        "esp32_temperature", 53.0));
        assertThat(observation.extra())
                .isEqualTo(Map.of(
                        "device_time", "2024-06-14T10:11:12",
                        "ds18b20-1_id", "0316B5ABCDEF",
                        "ds18b20-2_id", "0316B5ABCDF0",
                        "mhz19b_model", "B",
                        "atc04b555_mac", "a4c13804b555",
                        "atc04b555_temperature", "25",
                        "atc04b555_battery", "54",
                        "atc04b555_rssi", "-43"));
    }

    @Test
    void readsThePowerOfAPlug() throws Refusal {
        ReportedObservation observation = file("tasmota-plug");

        assertThat(observation.readings())
                .isEqualTo(Map.of(
                        "energy_total", 123.456,
                        "energy_yesterday", 1.234,
                        "energy_today", 0.567,
                        "energy_power", 42.0,
                        "energy_apparentpower", 50.0,
                        "energy_reactivepower", 27.0,
                        "energy_factor", 0.84,
                        "energy_voltage", 231.0,
                        "energy_current", 0.216));
        assertThat(observation.extra())
                .isEqualTo(Map.of(
                        "switch1", "ON",
                        "energy_totalstarttime", "2023-01-01T00:00:00",
                        "energy_period", "2",
                        "device_time", "2024-06-14T10:11:12"));
    }

    @Test
    void doesNotTakeTheChipsTemperatureForTheAirs() throws Refusal {
        ReportedObservation observation =
                decode("{\"ESP32\":{\"Temperature\":53.3},\"SHT3X\":{\"Temperature\":20.1},\"TempUnit\":\"C\"}");

        assertThat(observation.readings()).isEqualTo(Map.of("esp32_temperature", 53.3, "TEMP", 20.1));
    }

    @Test
    void keepsAPositionOutOfReadingsAndText() throws Refusal {
        ReportedObservation observation = decode(
                "{\"AM2301\":{\"Temperature\":20},\"GPS\":{\"Lat\":48.1,\"Lon\":11.5,\"Altitude\":520.5,\"Sats\":7}}");

        assertThat(observation.readings()).isEqualTo(Map.of("TEMP", 20.0));
        assertThat(observation.extra()).isEqualTo(Map.of("gps_sats", "7"));
        assertThat(observation.position()).isNotNull();
    }

    @Test
    void passesOverWhatIsNestedDeeper() throws Refusal {
        ReportedObservation observation = decode(
                "{\"AM2301\":{\"Temperature\":20,\"History\":{\"a\":[1,2]}},\"ENERGY\":{\"Power\":[1,2]},\"List\":[1,{}]}");

        assertThat(observation.readings()).isEqualTo(Map.of("TEMP", 20.0));
        assertThat(observation.extra()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Offline",
                "[]",
                "{}",
                "{\"Time\":\"2018-03-02T18:25:03\",\"TempUnit\":\"C\"}",
                "{\"AM2301\":{\"Temperature\":null}}",
                "{\"AM2301\":{}}",
                "{\"\":{\"Temperature\":1}}"
            })
    void refusesWhatSaysNothing(String payload) {
        assertThat(Decoding.refusal(TasmotaJson::decode, payload).reason()).isEqualTo(Reason.MALFORMED);
    }

    private static ReportedObservation file(String name) throws Refusal {
        return only(TestFiles.payload("dialects/" + name + ".json"));
    }

    private static ReportedObservation decode(String payload) throws Refusal {
        return only(Payload.ofText(payload));
    }

    private static ReportedObservation only(Payload payload) throws Refusal {
        var observations = TasmotaJson.decode(payload, Decoding.LIMITS);
        assertThat(observations).hasSize(1);
        return observations.get(0);
    }
}
