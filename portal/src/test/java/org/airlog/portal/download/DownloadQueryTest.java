package org.airlog.portal.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.airlog.portal.download.Column.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of the parameters of co2logserver's {@code /download}. */
class DownloadQueryTest {

    private static final int MOST_ROWS = 1_000;
    private static final Column CO2 = new Column("co2", Kind.READING, "co2");
    private static final Column PM = new Column("pm2_5", Kind.READING, "pm2_5");
    private static final Columns EXISTING = new Columns(List.of(PM, CO2));

    @Test
    void asksForTheNewestOfEverythingWhenNothingIsSaid() {
        assertThat(query(""))
                .isEqualTo(new DownloadQuery(
                        List.of(), MOST_ROWS, List.of(), new Order(new Column("time", Kind.TIME, ""), true)));
    }

    @Test
    void takesTheColumnsInTheirOrderEachOnce() {
        assertThat(query("cols=co2,time,,co2,unknown").columns()).containsExactly("co2", "time", "unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"co2;drop table sensor", "co2 ", "co2'", "co2\"", "(co2)", "*", "co2\n", "ümlaut"})
    void takesAllColumnsWhenAnotherCharacterIsAmongThem(String columns) {
        assertThat(query("cols=" + encoded(columns)).columns()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "999,999", "007,7", "0,0"})
    void takesANumberOfRows(String number, int rows) {
        assertThat(query("number=" + number).maxRows()).isEqualTo(rows);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1000", "1001", "99999999999999999999", "-1", "1.5", "ten", "1e2", "+5", "²", "٣", " 5"})
    void takesTheMaximumForAnyOtherNumber(String number) {
        assertThat(query("number=" + encoded(number)).maxRows()).isEqualTo(MOST_ROWS);
    }

    @Test
    void boundsEveryExistingColumnAtBothEnds() {
        assertThat(query("min_co2=400&max_co2=2000.5&min_pm2_5=-1&max_box=roof").bounds())
                .containsExactly(
                        new Bound(PM, Bound.Side.MIN, -1.0),
                        new Bound(CO2, Bound.Side.MIN, 400.0),
                        new Bound(CO2, Bound.Side.MAX, 2000.5),
                        new Bound(new Column("box", Kind.TEXT, "box"), Bound.Side.MAX, "roof"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "min_co2=",
                "min_co2=1;2",
                "min_co2=%27",
                "min_co2=abc",
                "min_co2=1e5",
                "min_co2=NaN",
                "min_co2=1,5",
                "min_co2=+1",
                "min_unknown=1",
                "min_co2%22=1",
                "MIN_co2=1",
                "min_=1",
                "min_box=a%20b",
                "min_time=yesterday",
                "min_time=9999999999999999",
                "min_time=2026-13-01",
                "min_lat=1",
                "min_suid=1"
            })
    void passesOverABoundThatIsNone(String query) {
        assertThat(query(query).bounds()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "min_time,     1485778030,     2017-01-30T12:07:10Z",
        "max_time,     1485778030,     2017-01-30T12:07:10.999999Z",
        "min_time,     1485778030.25,  2017-01-30T12:07:10.25Z",
        "max_time,     1485778030.25,  2017-01-30T12:07:10.25Z",
        "max_time_utc, 1485778030250,  2017-01-30T12:07:10.25Z",
        "min_time,     2017-01-30,     2017-01-30T00:00:00Z",
        "max_time,     2017-01-30,     2017-01-30T23:59:59.999999Z",
        "min_time_upload_utc, -1.5,    1969-12-31T23:59:58.500Z",
        "min_time,     -1000000000000000, -1199-02-15T14:13:20Z"
    })
    void readsTimes(String parameter, String text, Instant time) {
        assertThat(query(parameter + "=" + text).bounds()).singleElement().satisfies(bound -> assertThat(bound.value())
                .isEqualTo(time));
    }

    @Test
    void ordersByAColumnThatExists() {
        assertThat(query("order_by=co2,asc").order()).isEqualTo(new Order(CO2, false));
        assertThat(query("order_by=co2,desc").order()).isEqualTo(new Order(CO2, true));
        assertThat(query("order_by=co2,desc,more").order()).isEqualTo(new Order(CO2, true));
        assertThat(query("order_by=time,asc").order().isByTime()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "co2", "co2,", "co2,up", "co2,DESC", "unknown,asc", ",asc", "co2;,asc", "lat,asc", "1,asc"})
    void ordersByNothingElse(String order) {
        assertThat(query("order_by=" + encoded(order)).order()).isEqualTo(Order.NEWEST_FIRST);
    }

    @Test
    void understandsAnyQuerySomehow() {
        var random = new Random(20261127);
        var characters = "&&==%2,;'\"min_max_co2order_by time.-09é\u0000";
        for (int i = 0; i < 2_000; i++) {
            var query = new StringBuilder();
            random.ints(random.nextInt(60), 0, characters.length())
                    .forEach(index -> query.append(characters.charAt(index)));

            DownloadQuery understood = query(query.toString());

            assertThat(understood.maxRows()).as(query.toString()).isBetween(0, MOST_ROWS);
        }
    }

    private static DownloadQuery query(String query) {
        return DownloadQuery.of(new QueryString(query), EXISTING, MOST_ROWS);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
