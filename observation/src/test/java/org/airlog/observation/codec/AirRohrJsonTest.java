package org.airlog.observation.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.airlog.observation.Payload;
import org.airlog.observation.Position;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;
import org.airlog.observation.TestFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AirRohrJsonTest {

    @Test
    void readsWhatABalconySends() throws Refusal {
        DeviceReport report = file("airrohr");

        assertThat(report.deviceId()).isEqualTo("esp8266-1497234");
        ReportedObservation observation = only(report);
        assertThat(observation.time()).isNull();
        assertThat(observation.position()).isNull();
        assertThat(observation.readings())
                .isEqualTo(Map.of(
                        "PM10", 3.0,
                        "PM2_5", 1.35,
                        "TEMP", 12.7,
                        "HUM", 71.9,
                        "PRES", 1013.25,
                        "bme280_temperature", 13.05,
                        "bme280_humidity", 69.02));
        assertThat(observation.extra())
                .isEqualTo(Map.of(
                        "software_version", "NRZ-2020-133",
                        "samples", "4222662",
                        "min_micro", "32",
                        "max_micro", "3301275",
                        "interval", "145000",
                        "signal", "-64"));
    }

    @Test
    void aNumberTakesNoMoreRoomThanItIsWorth() throws Refusal {
        var payload = Payload.ofText("{\"far\":1e308,\"near\":-1e-308,\"uptime\":12e9,\"sensordatavalues\":[]}");

        assertThat(only(AirRohrJson.decode(payload, PayloadLimits.DEFAULTS)).extra())
                .isEqualTo(Map.of("far", "1.0E308", "near", "-1.0E-308", "uptime", "12000000000"));
    }

    @Test
    void nobodyVouchesForHimself() throws Refusal {
        var payload = Payload.ofText(
                "{\"Matched_Checksums\":\"sha256\",\"sensordatavalues\":[{\"value_type\":\"P1\",\"value\":\"3\"},"
                        + "{\"value_type\":\"failed_checksums\",\"value\":\"md5\"}]}");

        assertThat(only(AirRohrJson.decode(payload, PayloadLimits.DEFAULTS)).extra())
                .isEmpty();
    }

    @Test
    void knowsEverySensorAndTakesAPositionForNoReading() throws Refusal {
        DeviceReport report = file("airrohr-many-sensors");

        assertThat(report.deviceId()).isEqualTo("esp32-62384012");
        assertThat(only(report).readings())
                .isEqualTo(Map.of(
                        "pm1", 4.1,
                        "PM2_5", 5.2,
                        "pm4", 5.6,
                        "PM10", 5.8,
                        "n05", 27.9,
                        "TEMP", 21.5,
                        "HUM", 44.1,
                        "co2", 612.0,
                        "noise_laeq", 48.31));
        assertThat(only(report).position()).isEqualTo(new Position(48.779301, 9.107702, 453.2));
        assertThat(only(report).extra())
                .containsOnlyKeys("software_version", "sps30_ts", "gps_date", "gps_time", "signal")
                .containsEntry("signal", "-71 dBm");
    }

    @Test
    void takesAReceiverWithoutAFixForNoPosition() throws Refusal {
        ReportedObservation observation = only(file("airrohr-gps-without-fix"));

        assertThat(observation.position()).isNull();
        assertThat(observation.extra()).containsOnlyKeys("software_version");
        assertThat(observation.readings()).containsOnlyKeys("pm1", "PM10", "PM2_5");
    }

    @Test
    void readsTheBareNamesOfSensorCommunity() throws Refusal {
        DeviceReport particles = file("sensor-community-particles");
        ReportedObservation weather = only(file("sensor-community-weather"));

        assertThat(particles.deviceId()).isNull();
        assertThat(only(particles).readings()).isEqualTo(Map.of("pm1", 7.8, "PM10", 13.4, "PM2_5", 10.5));
        assertThat(weather.readings()).isEqualTo(Map.of("TEMP", 18.42, "PRES", 991.23, "HUM", 54.3));
        assertThat(weather.time()).isEqualTo(Instant.parse("2024-06-14T10:11:12.300Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "esp8266id, '\"1497234\"',          esp8266-1497234",
        "esp8266id, 1497234,                 esp8266-1497234",
        "esp32id,   '\" 1497234 \"',        esp32-1497234",
        "raspiid,   '\"00000000a1b2c3d4\"', raspi-00000000a1b2c3d4",
        "esp8266id, '\"esp8266-1497234\"',  esp8266-1497234",
        "esp8266id, null,                    ",
        "esp8266id, '\"\"',                  ",
        "id,        1497234,                 ",
    })
    void namesTheDeviceAsSensorCommunityDoes(String member, String id, String expected) throws Refusal {
        String payload =
                "{\"" + member + "\":" + id + ",\"sensordatavalues\":[{\"value_type\":\"P1\",\"value\":\"1\"}]}";

        assertThat(decode(payload).deviceId()).isEqualTo(expected);
    }

    @Test
    void keepsWhatItDoesNotKnowAsText() throws Refusal {
        ReportedObservation observation = only(decode("{\"sensordatavalues\":["
                + value("SDS_P1", "\"1\"") + "," + value("Own_thing", "4.50") + "," + value("XYZ_temperature", "\"9\"")
                + "," + value("flag", "true") + "]}"));

        assertThat(observation.readings()).isEqualTo(Map.of("PM10", 1.0));
        assertThat(observation.extra()).isEqualTo(Map.of("own_thing", "4.5", "xyz_temperature", "9", "flag", "true"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"nan\"", "\"\"", "\" \"", "null", "\"inf\"", "[1]", "{\"a\":1}", "\"--\""})
    void takesWhatIsNoNumberForAbsent(String value) throws Refusal {
        ReportedObservation observation = only(
                decode("{\"sensordatavalues\":[" + value("SDS_P1", value) + "," + value("SDS_P2", "\"2\"") + "]}"));

        assertThat(observation.readings()).isEqualTo(Map.of("PM2_5", 2.0));
        assertThat(observation.extra()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"sensordatavalues\":[]}",
                "{\"sensordatavalues\":{}}",
                "{\"sensordatavalues\":[{\"value\":\"1\"}]}",
                "{\"sensordatavalues\":[{\"value_type\":1,\"value\":\"1\"}]}",
                "{\"sensordatavalues\":[{\"value_type\":\"P1\",\"value\":\"nan\"}]}",
                "{\"sensordatavalues\":[{\"value_type\":\"P1\",\"value\":1},{\"value_type\":\"P1\",\"value\":2},"
                        + "{\"value_type\":\"P1\",\"value\":3}]}",
                "{\"esp8266id\":\"1\"} {}"
            })
    void refusesWhatSaysNothing(String payload) {
        assertThat(Decoding.refusal(AirRohrJsonTest::observations, payload).reason())
                .isEqualTo(Reason.MALFORMED);
    }

    @Test
    void refusesMoreValuesThanAnObservationMayHave() {
        var values = new StringBuilder(value("v0", "0"));
        for (int i = 1; i <= Decoding.LIMITS.maxReadings(); i++) {
            values.append(',').append(value("v" + i, "0"));
        }

        assertThat(Decoding.refusal(AirRohrJsonTest::observations, "{\"sensordatavalues\":[" + values + "]}")
                        .reason())
                .isEqualTo(Reason.TOO_LARGE);
    }

    private static String value(String type, String value) {
        return "{\"value_type\":\"" + type + "\",\"value\":" + value + "}";
    }

    private static List<ReportedObservation> observations(Payload payload, PayloadLimits limits) throws Refusal {
        return AirRohrJson.decode(payload, limits).observations();
    }

    private static ReportedObservation only(DeviceReport report) {
        assertThat(report.observations()).hasSize(1);
        return report.observations().get(0);
    }

    private static DeviceReport decode(String payload) throws Refusal {
        return AirRohrJson.decode(Payload.ofText(payload), Decoding.LIMITS);
    }

    private static DeviceReport file(String name) throws Refusal {
        return AirRohrJson.decode(TestFiles.payload("dialects/" + name + ".json"), Decoding.LIMITS);
    }
}
