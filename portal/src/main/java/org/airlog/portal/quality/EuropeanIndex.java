package org.airlog.portal.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The European Air Quality Index of the European Environment Agency, as revised in 2024: bands closer to the guidelines of
 * the WHO, and hourly concentrations for particles as well, of which the edition before took the mean of 24 hours.
 *
 * <p>Source: ETC HE Report 2024/17, table 5.2, and airindex.eea.europa.eu. It prints whole numbers (0–5, 6–15) and leaves
 * open what 5.5 is: here a band goes up to its limit and the next one begins right behind it.
 */
public final class EuropeanIndex {

    /** It. */
    public static final AirQualityIndex INDEX = new AirQualityIndex(
            "eu",
            "European Air Quality Index",
            "revision of 2024",
            "https://www.eionet.europa.eu/etcs/etc-he/products/etc-he-products/etc-he-reports/"
                    + "etc-he-report-2024-17-eeas-revision-of-the-european-air-quality-index-bands",
            List.of(
                    new Band("Good", "#50F0E6"),
                    new Band("Fair", "#50CCAA"),
                    new Band("Moderate", "#F0E641"),
                    new Band("Poor", "#FF5050"),
                    new Band("Very poor", "#960032"),
                    new Band("Extremely poor", "#7D2181")),
            Map.of(
                    Pollutant.PM2_5, scale(5, 15, 50, 90, 140),
                    Pollutant.PM10, scale(15, 45, 120, 195, 270),
                    Pollutant.NO2, scale(10, 25, 60, 100, 150),
                    Pollutant.O3, scale(60, 100, 120, 160, 180),
                    Pollutant.SO2, scale(20, 40, 125, 190, 275)));

    private EuropeanIndex() {}

    private static Scale scale(int... ends) {
        var edges = new ArrayList<Double>();
        var published = new ArrayList<String>();
        int first = 0;
        for (int end : ends) {
            edges.add((double) end);
            published.add(first + "–" + end);
            first = end + 1;
        }
        published.add("> " + ends[ends.length - 1]);
        return new Scale("1 h", "µg/m³", 1, published, edges, true);
    }
}
