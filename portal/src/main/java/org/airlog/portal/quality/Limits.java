package org.airlog.portal.quality;

import static org.airlog.portal.quality.Limit.Instrument.EU_2008;
import static org.airlog.portal.quality.Limit.Instrument.EU_2030;
import static org.airlog.portal.quality.Limit.Instrument.WHO_2021;
import static org.airlog.portal.quality.Pollutant.CO;
import static org.airlog.portal.quality.Pollutant.NO2;
import static org.airlog.portal.quality.Pollutant.O3;
import static org.airlog.portal.quality.Pollutant.PB;
import static org.airlog.portal.quality.Pollutant.PM10;
import static org.airlog.portal.quality.Pollutant.PM2_5;
import static org.airlog.portal.quality.Pollutant.SO2;

import java.util.List;

/**
 * The limit values for people's health. Sources: Directive 2008/50/EC, annexes VII, XI and XIV; Directive (EU) 2024/2881,
 * annex I, sections 1 and 2; WHO global air quality guidelines 2021, table 0.1 with the older ones that stay valid.
 */
public final class Limits {

    private static final String HOUR = "1 h";
    private static final String EIGHT_HOURS = "8 h, daily maximum";
    private static final String DAY = "24 h";
    private static final String YEAR = "1 year";
    private static final String ONCE_IN_A_HUNDRED = "99th percentile: 3 or 4 days a year";

    /** All of them, by pollutant and averaging time. */
    public static final List<Limit> ALL = List.of(
            new Limit(PM2_5, 25, YEAR, "", EU_2008),
            new Limit(PM2_5, 25, DAY, "18 days a year", EU_2030),
            new Limit(PM2_5, 10, YEAR, "", EU_2030),
            new Limit(PM2_5, 15, DAY, ONCE_IN_A_HUNDRED, WHO_2021),
            new Limit(PM2_5, 5, YEAR, "", WHO_2021),
            new Limit(PM10, 50, DAY, "35 days a year", EU_2008),
            new Limit(PM10, 40, YEAR, "", EU_2008),
            new Limit(PM10, 45, DAY, "18 days a year", EU_2030),
            new Limit(PM10, 20, YEAR, "", EU_2030),
            new Limit(PM10, 45, DAY, ONCE_IN_A_HUNDRED, WHO_2021),
            new Limit(PM10, 15, YEAR, "", WHO_2021),
            new Limit(NO2, 200, HOUR, "18 hours a year", EU_2008),
            new Limit(NO2, 40, YEAR, "", EU_2008),
            new Limit(NO2, 200, HOUR, "3 hours a year", EU_2030),
            new Limit(NO2, 50, DAY, "18 days a year", EU_2030),
            new Limit(NO2, 20, YEAR, "", EU_2030),
            new Limit(NO2, 200, HOUR, "", WHO_2021),
            new Limit(NO2, 25, DAY, ONCE_IN_A_HUNDRED, WHO_2021),
            new Limit(NO2, 10, YEAR, "", WHO_2021),
            new Limit(O3, 120, EIGHT_HOURS, "target value: 25 days a year, mean of 3 years", EU_2008),
            new Limit(O3, 120, EIGHT_HOURS, "target value: 18 days a year, mean of 3 years", EU_2030),
            new Limit(O3, 100, EIGHT_HOURS, ONCE_IN_A_HUNDRED, WHO_2021),
            new Limit(O3, 60, "8 h, daily maximum, mean of the peak season", "", WHO_2021),
            new Limit(SO2, 350, HOUR, "24 hours a year", EU_2008),
            new Limit(SO2, 125, DAY, "3 days a year", EU_2008),
            new Limit(SO2, 350, HOUR, "3 hours a year", EU_2030),
            new Limit(SO2, 50, DAY, "18 days a year", EU_2030),
            new Limit(SO2, 20, YEAR, "", EU_2030),
            new Limit(SO2, 40, DAY, ONCE_IN_A_HUNDRED, WHO_2021),
            new Limit(CO, 10, EIGHT_HOURS, "", EU_2008),
            new Limit(CO, 10, EIGHT_HOURS, "", EU_2030),
            new Limit(CO, 4, DAY, "18 days a year", EU_2030),
            new Limit(CO, 35, HOUR, "", WHO_2021),
            new Limit(CO, 10, "8 h", "", WHO_2021),
            new Limit(CO, 4, DAY, ONCE_IN_A_HUNDRED, WHO_2021),
            new Limit(PB, 0.5, YEAR, "", EU_2008),
            new Limit(PB, 0.5, YEAR, "", EU_2030));

    private Limits() {}

    /** The European limit in force that is about the shortest time: what comes nearest to a reading of now. */
    public static Limit norm(Pollutant pollutant) {
        return ALL.stream()
                .filter(limit -> limit.pollutant() == pollutant && limit.instrument() == EU_2008)
                .findFirst()
                .orElseThrow();
    }
}
