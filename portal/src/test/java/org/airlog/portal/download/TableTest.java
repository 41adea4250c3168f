package org.airlog.portal.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.airlog.observation.Clock;
import org.airlog.observation.ReportedObservation;
import org.airlog.observation.RowSpread;
import org.airlog.portal.download.Column.Kind;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant RECEIVED = Instant.parse("2026-01-01T00:00:05.25Z");
    private static final Columns EXISTING = new Columns(List.of(
            new Column("pm10", Kind.READING, "pm10"),
            new Column("temp", Kind.READING, "temp"),
            new Column("my-co2", Kind.READING, "my_co2")));

    @Test
    void showsTheColumnsThatSomeRowHasAndAlwaysTimesAndChecksums() {
        Table table =
                table("", row(Map.of("TEMP", 20.5), Map.of()), row(Map.of("my-co2", 400.0), Map.of("box", "roof")));

        assertThat(table.header())
                .containsExactly(
                        "time", "time_upload_utc", "temp", "my-co2", "box", "matched_checksums", "failed_checksums");
        assertThat(table.rows())
                .containsExactly(
                        Arrays.asList(TIME, RECEIVED, 20.5, null, null, null, null),
                        Arrays.asList(TIME, RECEIVED, null, 400.0, "roof", null, null));
    }

    @Test
    void showsReadingsThatHaveNoColumnOfTheirOwnAndTextInAColumnOfNumbers() {
        Table table = table("", row(Map.of("rare", 1.0), Map.of("temp", "n/a")));

        assertThat(table.header())
                .containsExactly("time", "time_upload_utc", "temp", "rare", "matched_checksums", "failed_checksums");
        assertThat(table.rows()).containsExactly(Arrays.asList(TIME, RECEIVED, "n/a", 1.0, null, null));
    }

    @Test
    void showsTheColumnsThatWereAskedForInThatOrder() {
        Table table = table("cols=temp,unknown,box,time_utc", row(Map.of("TEMP", 20.5), Map.of("box", "roof")));

        assertThat(table.header()).containsExactly("temp", "box", "time_utc");
        assertThat(table.rows()).containsExactly(List.of(20.5, "roof", TIME));
    }

    @Test
    void showsAnExistingColumnThatWasAskedForAlthoughItIsEmpty() {
        assertThat(table("cols=pm10", row(Map.of("TEMP", 20.5), Map.of())).rows())
                .containsExactly(Arrays.asList((Object) null));
    }

    @Test
    void showsAllColumnsWhenNoneOfThoseAskedForExists() {
        assertThat(table("cols=unknown", row(Map.of("TEMP", 20.5), Map.of())).header())
                .containsExactly("time", "time_upload_utc", "temp", "matched_checksums", "failed_checksums");
    }

    @Test
    void showsNeitherPositionsNorSuidsWhereverTheyGotInFrom() {
        Table table = table(
                "cols=lat,lon,height,suid,temp",
                row(Map.of("TEMP", 1.0, "lat", 48.5, "height", 3.0), Map.of("lon", "9.05", "suid", "secret")));

        assertThat(table.header()).containsExactly("temp");
        assertThat(table("", row(Map.of("lat", 48.5), Map.of("suid", "secret"))).header())
                .doesNotContain("lat", "suid");
        assertThat(new Columns(List.of(new Column("lat", Kind.READING, "lat"))).find("lat"))
                .isEmpty();
    }

    @Test
    void hasABoundOfCellsHoweverManyNamesUploadsBring() {
        var rows = new ArrayList<StoredRow>();
        for (int row = 0; row < 200; row++) {
            var texts = new HashMap<String, String>(Map.of("box", "roof", "station", "north"));
            for (int column = 0; column < 62; column++) {
                texts.put("a" + row + "-" + column, "x");
            }
            rows.add(row(Map.of("TEMP", 20.5), texts));
        }

        Table table = table("", rows.toArray(StoredRow[]::new));

        assertThat(table.header()).hasSize(Table.MOST_CELLS / 200);
        assertThat(table.header()).contains("temp", "box", "station", "matched_checksums", "failed_checksums");
        assertThat(table("cols=a199-61", rows.toArray(StoredRow[]::new)).header())
                .containsExactly("a199-61");
    }

    @Test
    void keepsTimesAndWhatIsInTheCatalogueWhenRowsLeaveNoRoomForMore() {
        StoredRow row = row(Map.of("TEMP", 20.5), Map.of("box", "roof", "altered", "yes"));

        Table table = table("", Collections.nCopies(Table.MOST_CELLS / 4, row).toArray(StoredRow[]::new));

        assertThat(table.header()).containsExactly("time", "time_upload_utc", "temp", "box");
    }

    @Test
    void showsTheWholeSecondThatASharedSuidsRowWasUploadedWith() {
        Map<String, Double> readings = Map.of("TEMP", 20.5);
        Map<String, String> texts = Map.of("box", "roof");
        Instant stored = TIME.plus(RowSpread.of(new ReportedObservation(TIME, readings, texts, null)));
        Map<String, String> noted = Map.of("box", "roof", "matched_checksums", "SHA-256");

        assertThat(new StoredRow(stored, RECEIVED, Clock.DEVICE, readings, noted).shownTime())
                .isEqualTo(TIME);
    }

    @Test
    void keepsAFractionThatTheDeviceOrTheServerGave() {
        Instant fraction = TIME.plusMillis(250);

        assertThat(new StoredRow(fraction, RECEIVED, Clock.DEVICE, Map.of("TEMP", 1.0), Map.of()).shownTime())
                .isEqualTo(fraction);
        assertThat(new StoredRow(RECEIVED, RECEIVED, Clock.SERVER_FOR_ABSENT, Map.of("TEMP", 1.0), Map.of())
                        .shownTime())
                .isEqualTo(RECEIVED);
    }

    @Test
    void spellsJsonAsUploadsDo() {
        assertThat(TableJson.of(table(
                        "cols=time,temp,box,time_upload_utc",
                        row(Map.of("TEMP", 20.0), Map.of("box", "the \"roof\"\n")),
                        row(Map.of("TEMP", 1e-5), Map.of()))))
                .isEqualTo(
                        "{\"time\":[1767225600,1767225600],\"temp\":[20,1.0E-5],\"box\":[\"the \\\"roof\\\"\\n\",null],"
                                + "\"time_upload_utc\":[1767225605.25,1767225605.25]}");
    }

    @Test
    void spellsCsvWithQuotesWhereTheyAreNeeded() {
        assertThat(TableCsv.of(table(
                        "cols=time,temp,box",
                        row(Map.of("TEMP", 20.5), Map.of("box", "a,b")),
                        row(Map.of("TEMP", -3.0), Map.of("box", "say \"hi\"\r\n")),
                        row(Map.of(), Map.of("box", " blank ")))))
                .isEqualTo(String.join(
                        "\r\n",
                        "time,temp,box",
                        "1767225600,20.5,\"a,b\"",
                        "1767225600,-3,\"say \"\"hi\"\"",
                        "\"",
                        "1767225600,,\" blank \"",
                        ""));
    }

    @Test
    void hasAHeaderAlsoWithoutRows() {
        assertThat(TableCsv.of(table(""))).isEqualTo("time,time_upload_utc,matched_checksums,failed_checksums\r\n");
        assertThat(TableJson.of(table("cols=temp"))).isEqualTo("{\"temp\":[]}");
    }

    private static StoredRow row(Map<String, Double> readings, Map<String, String> texts) {
        return new StoredRow(TIME, RECEIVED, Clock.DEVICE, readings, texts);
    }

    private static Table table(String query, StoredRow... rows) {
        return Table.of(List.of(rows), DownloadQuery.of(new QueryString(query), EXISTING, 1_000), EXISTING);
    }
}
