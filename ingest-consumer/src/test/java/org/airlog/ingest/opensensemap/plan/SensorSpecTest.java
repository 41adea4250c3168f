package org.airlog.ingest.opensensemap.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SensorSpecTest {

    @ParameterizedTest
    @CsvSource({
        "scd30_co2_ppm, scd30, co2, ppm, osem-not-available",
        "sht31_temperature_c, sht31, temperature, °C, osem-temperature-celsius",
        "sht31_temperature_C, sht31, temperature, °C, osem-temperature-celsius",
        "sht31_humidity_percent, sht31, humidity, %, osem-humidity",
        "sht31_humidity_perc, sht31, humidity, %, osem-humidity",
        "sds011_pm2.5_ug_per_m3, sds011, pm2.5, ug_per_m3, osem-not-available",
        "esp_wifi_dbm, esp, wifi, dbm, osem-wifi"
    })
    void readsTypeQuantityAndUnitFromAColumnsName(
            String column, String type, String quantity, String unit, String icon) {
        SensorSpec sensor = SensorSpec.ofColumn(column).orElseThrow();

        assertThat(sensor).isEqualTo(new SensorSpec(quantity, type, unit));
        assertThat(sensor.icon()).isEqualTo(icon);
    }

    @ParameterizedTest
    @ValueSource(strings = {"co2", "PM2_5", "scd30_co2", "scd30_co2_", "_co2_ppm", "scd30__ppm", " _ _ ", "a_ _b", ""})
    void anyOtherNameIsNotForwarded(String column) {
        assertThat(SensorSpec.ofColumn(column)).isEmpty();
    }

    @Test
    void whiteSpaceThatTheOpenSenseMapTrimsDoesNotMakeAnotherSensor() {
        assertThat(SensorSpec.ofColumn(" scd30_ co2 _ppm ")).isEqualTo(SensorSpec.ofColumn("scd30_co2_ppm"));
    }
}
