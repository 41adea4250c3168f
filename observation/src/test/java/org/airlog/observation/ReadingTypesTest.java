package org.airlog.observation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingTypesTest {

    @Test
    void listsTheTypesOfTheContractInTheOrderOfTheirColumns() {
        assertThat(ReadingTypes.STANDARD.stream().map(type -> type.name() + " " + type.unit()))
                .containsExactly(
                        "CO mg/m³",
                        "PB µg/m³",
                        "NO2 µg/m³",
                        "O3 µg/m³",
                        "PM10 µg/m³",
                        "PM2_5 µg/m³",
                        "SO2 µg/m³",
                        "TEMP °C",
                        "HUM %",
                        "PRES hPa");
        assertThat(ReadingTypes.STANDARD.stream().map(ReadingType::column))
                .containsExactly("co", "pb", "no2", "o3", "pm10", "pm2_5", "so2", "temp", "hum", "pres");
    }

    @ParameterizedTest
    @CsvSource({
        "PM2_5, PM2_5",
        "pm2_5, PM2_5",
        "PM25, PM2_5",
        "PM2.5, PM2_5",
        "pm2.5, PM2_5",
        "Press, PRES",
        "temp, TEMP",
        "CO2, co2",
        "wifi_RSSI, wifi_rssi",
        "PM1, pm1"
    })
    void spellsEachNameInOneWay(String written, String canonical) {
        assertThat(ReadingTypes.canonicalName(written)).isEqualTo(canonical);
        assertThat(ReadingTypes.canonicalName(canonical)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource({
        "PM10, 0, true",
        "PM10, -0.1, false",
        "PM10, 1e300, true",
        "HUM, 0, true",
        "HUM, 100, true",
        "HUM, 100.1, false",
        "HUM, -0.1, false",
        "TEMP, -100, true",
        "TEMP, 100, true",
        "TEMP, -100.1, false",
        "TEMP, 100.1, false",
        "PRES, 300, true",
        "PRES, 1200, true",
        "PRES, 299.9, false",
        "PRES, 1200.1, false",
        "CO, NaN, false",
        "CO, Infinity, false"
    })
    void tellsTheRangeInWhichAValueIsAMeasurement(String name, double value, boolean isPlausible) {
        assertThat(ReadingTypes.find(name).orElseThrow().isPlausible(value)).isEqualTo(isPlausible);
    }

    @Test
    void knowsNoTypeForANameThatNobodyStandardised() {
        assertThat(ReadingTypes.find("co2")).isEmpty();
    }
}
