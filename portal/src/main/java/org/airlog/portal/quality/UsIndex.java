package org.airlog.portal.quality;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Air Quality Index of the US Environmental Protection Agency with the breakpoints of 2024 for PM2.5.
 *
 * <p>Source: EPA-454/B-24-002, "Technical Assistance Document for the Reporting of Daily Air Quality", May 2024, table 6
 * and equation 1; 40 CFR part 58, appendix G.
 *
 * <p>It gives each pollutant one mean, and so does this: where the EPA changes to another (ozone: 8 hours up to 0.200 ppm,
 * then 1 hour; SO2: 1 hour up to 304 ppb, then 24 hours), one reading stands for both. Ozone between them is 300, the most
 * that 8 hours can be, until the table of 1 hour says more.
 */
public final class UsIndex {

    /** Litres of a mole of gas at 25 °C and 1 atm, the EPA's reference conditions. */
    static final double MOLAR_LITRES = 24.45;

    private static final String MICROGRAMS = "µg/m³";
    private static final double NO2_GRAMS = 46.0055;
    private static final double O3_GRAMS = 47.9982;
    private static final double SO2_GRAMS = 64.064;
    private static final double CO_GRAMS = 28.010;
    private static final double PPB_IN_PPM = 1_000;

    private static final Map<Pollutant, Breakpoints> BREAKPOINTS = Map.of(
            Pollutant.PM2_5,
            new Breakpoints(
                    "24 h",
                    MICROGRAMS,
                    1,
                    1,
                    List.of(0.0, 9.1, 35.5, 55.5, 125.5, 225.5),
                    tops(9, 35.4, 55.4, 125.4, 225.4, 325.4)),
            Pollutant.PM10,
            new Breakpoints(
                    "24 h",
                    MICROGRAMS,
                    1,
                    0,
                    List.of(0.0, 55.0, 155.0, 255.0, 355.0, 425.0),
                    tops(54, 154, 254, 354, 424, 604)),
            Pollutant.NO2,
            new Breakpoints(
                    "1 h",
                    "ppb",
                    MOLAR_LITRES / NO2_GRAMS,
                    0,
                    List.of(0.0, 54.0, 101.0, 361.0, 650.0, 1250.0),
                    tops(53, 100, 360, 649, 1249, 2049)),
            Pollutant.O3,
            new Breakpoints(
                    "8 h; 1 h from 0.405 ppm",
                    "ppm",
                    MOLAR_LITRES / O3_GRAMS / PPB_IN_PPM,
                    3,
                    List.of(0.0, 0.055, 0.071, 0.086, 0.106, 0.405),
                    tops(0.054, 0.070, 0.085, 0.105, 0.200, 0.604)),
            Pollutant.SO2,
            new Breakpoints(
                    "1 h; 24 h from 305 ppb",
                    "ppb",
                    MOLAR_LITRES / SO2_GRAMS,
                    0,
                    List.of(0.0, 36.0, 76.0, 186.0, 305.0, 605.0),
                    tops(35, 75, 185, 304, 604, 1004)),
            // Its readings are in mg/m³.
            Pollutant.CO,
            new Breakpoints(
                    "8 h",
                    "ppm",
                    MOLAR_LITRES / CO_GRAMS,
                    1,
                    List.of(0.0, 4.5, 9.5, 12.5, 15.5, 30.5),
                    tops(4.4, 9.4, 12.4, 15.4, 30.4, 50.4)));

    /** It. */
    public static final AirQualityIndex INDEX = new AirQualityIndex(
            "us",
            "US Air Quality Index",
            "May 2024",
            "https://www.airnow.gov/publications/air-quality-index/technical-assistance-document-for-reporting-the-daily-aqi/",
            List.of(
                    new Band("Good", "#00E400"),
                    new Band("Moderate", "#FFFF00"),
                    new Band("Unhealthy for sensitive groups", "#FF7E00"),
                    new Band("Unhealthy", "#FF0000"),
                    new Band("Very unhealthy", "#8F3F97"),
                    new Band("Hazardous", "#7E0023")),
            scales());

    private UsIndex() {}

    /**
     * The index of {@code reading}, in the unit of its pollutant, not capped at 500: beyond it, the EPA goes on along the last
     * line. Empty where the index does not know the pollutant.
     */
    public static Optional<Long> of(Pollutant pollutant, double reading) {
        return Optional.ofNullable(BREAKPOINTS.get(pollutant)).map(breakpoints -> breakpoints.index(reading));
    }

    private static Map<Pollutant, Scale> scales() {
        var scales = new EnumMap<Pollutant, Scale>(Pollutant.class);
        BREAKPOINTS.forEach((pollutant, breakpoints) -> scales.put(pollutant, breakpoints.scale()));
        return scales;
    }

    private static List<Double> tops(double... tops) {
        return Arrays.stream(tops).boxed().toList();
    }
}
