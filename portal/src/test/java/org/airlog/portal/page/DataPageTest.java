package org.airlog.portal.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.airlog.portal.download.QueryString;
import org.airlog.portal.download.Table;
import org.junit.jupiter.api.Test;

class DataPageTest {

    @Test
    void escapesWhateverStrangersSent() {
        var table = new Table(
                List.of("<script>alert(1)</script>", "box"), List.of(List.of("<img src=x onerror=alert(2)>", "\"'&")));

        String html = new DataPage(table, new QueryString("cols=\"><script>alert(3)</script>'")).html();

        assertThat(html)
                .doesNotContain("<script")
                .doesNotContain("<img")
                .contains(
                        "<th scope=\"col\">&lt;script&gt;alert(1)&lt;/script&gt;</th>",
                        "<td>&lt;img src=x onerror=alert(2)&gt;</td><td>&quot;&#39;&amp;</td>",
                        "href=\"?cols=&quot;&gt;&lt;script&gt;alert(3)&lt;/script&gt;&#39;&amp;format=csv\"");
    }

    @Test
    void showsTimesForPeopleNumbersPlainAndNothingAsNothing() {
        var table = new Table(
                List.of("time", "pm10", "co2", "box"),
                List.of(Arrays.asList(Instant.parse("2026-01-02T03:04:05.5Z"), 12.5, 400.0, null)));

        String html = new DataPage(table, new QueryString("")).html();

        assertThat(html)
                .contains(
                        "<th scope=\"col\" class=\"number\">pm10 <small>µg/m³</small></th>",
                        "<td><time datetime=\"2026-01-02T03:04:05.500Z\">2026-01-02 03:04:05</time></td>",
                        "<td class=\"number\">12.5</td><td class=\"number\">400</td><td></td>",
                        "1 row.");
    }

    @Test
    void linksToTheSameRowsInTheOtherForms() {
        String html =
                new DataPage(new Table(List.of("co2"), List.of()), new QueryString("format=html&min_co2=400")).html();

        assertThat(html)
                .contains(
                        "href=\"?min_co2=400&amp;format=csv\"",
                        "href=\"?min_co2=400&amp;format=json\"",
                        "Nothing has been uploaded");
    }
}
