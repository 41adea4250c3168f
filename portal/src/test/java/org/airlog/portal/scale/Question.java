package org.airlog.portal.scale;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What is asked of the portal.
 *
 * @param name as in the table of figures
 * @param path with its query; of the first page
 * @param row what each row of the answer has in it
 * @param allPages whether the pages that follow are asked for as well
 * @param readsRows whether raw observations may be read for it; if not, what was counted beforehand is enough
 * @param days that it asks for; a plan that reads raw observations may touch as many of the hypertable's chunks, and one more
 * @param mostRows of the answer, our own limit
 * @param mostMillis of 95 in 100 answers, our goal
 * @param requests that are timed
 */
record Question(
        String name,
        String path,
        String row,
        boolean allPages,
        boolean readsRows,
        int days,
        int mostRows,
        int mostMillis,
        int requests) {

    private static final String FEATURE = "\"type\":\"Feature\"";
    private static final String POINT = "\"time\":";
    private static final String LINE = "\r\n";
    private static final String POLLUTANT = "\"measured\":";
    private static final String EVENT = "data: ";

    /** Where events are read from: answers never end. */
    static final String EVENTS = "/api/v1/events";

    /** Where a token is needed. */
    static final String QUALITY = "/v1/quality";

    /**
     * All of them.
     *
     * @param end of the fleet's history
     * @param growing the public id of a sensor that is as old as the fleet, and whose history grows with it
     */
    static List<Question> all(Instant end, String oldest, String growing, String real) {
        Instant yearEnd = Instant.parse("2004-01-01T00:00:00Z");
        return List.of(
                features("map, first page of 1,000", "/api/v1/sensors", false, 1_000, 100, 200),
                features("map, all pages of 5,000", "/api/v1/sensors?limit=5000", true, 10_001, 500, 40),
                features(
                        "map, a city (bbox)",
                        "/api/v1/sensors?bbox=13.0,52.3,13.8,52.7&limit=5000",
                        false,
                        5_000,
                        100,
                        200),
                features(
                        "map, 10 km around (near)",
                        "/api/v1/sensors?near=52.52,13.40,10&limit=5000",
                        false,
                        5_000,
                        100,
                        200),
                features("a sensor's page", "/api/v1/sensors/" + oldest, false, 1, 20, 300),
                of("raw rows of a day, all types", observations(oldest, end, 1, ""), POINT, true, 1, 1_000, 20, 300),
                of(
                        "raw rows of a day, a sensor that grew with the fleet",
                        observations(growing, end, 1, ""),
                        POINT,
                        true,
                        1,
                        1_000,
                        20,
                        300),
                of(
                        "buckets of 15 min with percentiles, a month",
                        observations(oldest, end, 31, "&bucket=PT15M&percentiles=true&types=PM2_5"),
                        POINT,
                        true,
                        31,
                        3_000,
                        200,
                        100),
                of(
                        "week chart (auto: hours), one type",
                        observations(oldest, end, 7, "&types=PM2_5"),
                        POINT,
                        false,
                        7,
                        169,
                        20,
                        300),
                of("week chart, all types", observations(oldest, end, 7, ""), POINT, false, 7, 507, 20, 300),
                of(
                        "year chart (auto: days), one type",
                        observations(oldest, end, 365, "&types=PM2_5"),
                        POINT,
                        false,
                        365,
                        366,
                        30,
                        300),
                of("year chart, all types", observations(oldest, end, 365, ""), POINT, false, 365, 1_098, 30, 300),
                of(
                        "year chart by the hour, one type",
                        observations(oldest, end, 365, "&types=PM2_5&bucket=hour"),
                        POINT,
                        false,
                        365,
                        8_785,
                        150,
                        100),
                of(
                        "year chart, a sensor that grew with the fleet",
                        observations(growing, end, 365, "&types=PM2_5"),
                        POINT,
                        false,
                        365,
                        366,
                        30,
                        300),
                of(
                        "real year: week chart, all types",
                        observations(real, Instant.parse("2003-07-08T00:00:00Z"), 7, ""),
                        POINT,
                        false,
                        7,
                        1_014,
                        30,
                        300),
                of(
                        "real year: year chart, all types",
                        observations(real, yearEnd, 365, ""),
                        POINT,
                        false,
                        365,
                        2_196,
                        50,
                        300),
                file("real year: CSV of every row", file(real, yearEnd, 365), 365, 8_761, 500),
                file("CSV of a year, every row", file(oldest, end, 365), 365, 52_561, 2_000),
                file("CSV of a year, a sensor that grew with the fleet", file(growing, end, 365), 365, 52_561, 2_000),
                of(
                        "air around a position (/v1/quality)",
                        QUALITY + "?latitude=52.52&longitude=13.40",
                        POLLUTANT,
                        false,
                        0,
                        7,
                        50,
                        300),
                of(
                        "air around an empty position (/v1/quality)",
                        QUALITY + "?latitude=61.11&longitude=-8.88",
                        POLLUTANT,
                        false,
                        0,
                        7,
                        50,
                        300),
                of("events: what was missed", EVENTS, EVENT, false, 0, 100, 30, 100));
    }

    private static Question features(
            String name, String path, boolean allPages, int mostRows, int millis, int requests) {
        return new Question(name, path, FEATURE, allPages, false, 0, mostRows, millis, requests);
    }

    private static Question of(
            String name, String path, String row, boolean readsRows, int days, int mostRows, int millis, int requests) {
        return new Question(name, path, row, false, readsRows, days, mostRows, millis, requests);
    }

    private static Question file(String name, String path, int days, int mostRows, int millis) {
        return new Question(name, path, LINE, false, true, days, mostRows, millis, 20);
    }

    private static String observations(String sensor, Instant end, int days, String more) {
        return "/api/v1/sensors/" + sensor + "/observations?limit=10000&from=" + end.minus(days, ChronoUnit.DAYS)
                + "&to=" + end + more;
    }

    private static String file(String sensor, Instant end, int days) {
        return "/api/v1/sensors/" + sensor + "/observations.csv?from=" + end.minus(days, ChronoUnit.DAYS) + "&to="
                + end;
    }
}
