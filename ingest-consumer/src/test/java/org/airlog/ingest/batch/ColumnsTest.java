package org.airlog.ingest.batch;

import static org.airlog.ingest.batch.Samples.NOON;
import static org.airlog.ingest.batch.Samples.observation;
import static org.airlog.ingest.batch.Samples.rogue;
import static org.airlog.ingest.batch.Samples.signed;
import static org.airlog.ingest.batch.Samples.upload;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.airlog.ingest.batch.Columns.Column;
import org.airlog.ingest.batch.Decoded.Observed;
import org.airlog.observation.ReadingTypes;
import org.airlog.observation.Suid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnsTest {

    @Test
    void everyStandardReadingHasItsColumn() {
        Columns columns = Samples.standardColumns();

        assertThat(ReadingTypes.STANDARD)
                .allSatisfy(type -> assertThat(columns.columnOf(type.name())).contains(type.column()));
        assertThat(columns.columnOf("pm2.5")).contains("pm2_5");
    }

    @ParameterizedTest
    @CsvSource({
        "voc, voc",
        "TVOC-Index, tvoc_index",
        "SDS011 PM 10, sds011_pm_10",
        "2nd_fan, _2nd_fan",
        "' padded ', padded",
        "größe, gr__e"
    })
    void aNameIsCleanedForSql(String name, String column) {
        assertThat(Columns.clean(name)).contains(column);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "_",
                "温度",
                "--",
                "a\0b",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void aNameThatSaysNothingOrTooMuchIsNoColumn(String name) {
        assertThat(Columns.clean(name)).isEmpty();
    }

    @Test
    void signedSensorsAndUploadsGetColumnsAndRogueOnesDoNot() {
        Columns columns = Samples.standardColumns();

        assertThat(columns.wanted(List.of(signed(0, NOON, observation(NOON, Map.of("voc", 1.0))))))
                .extracting(Column::column)
                .containsExactly("voc");
        assertThat(columns.wanted(List.of(upload(0, NOON, observation(NOON, Map.of("co2", 1.0))))))
                .extracting(Column::column)
                .containsExactly("co2");
        assertThat(columns.wanted(List.of(rogue(0, NOON, observation(NOON, Map.of("junk", 1.0))))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"time", "sensor_id", "extra", "Received-At", "clock", "suid", "trust", "xmin", "select", "PM2-5"
            })
    void fixedReservedAndStandardColumnsCannotBeInvented(String name) {
        Observed record = signed(0, NOON, observation(NOON, Map.of(name, 1.0)));

        assertThat(Samples.standardColumns().wanted(List.of(record))).isEmpty();
        assertThat(Row.of(record, 0, Samples.standardColumns()).readings()).isEmpty();
        assertThat(Row.of(record, 0, Samples.standardColumns()).uncolumned()).hasSize(1);
    }

    @Test
    void aSignedSensorGetsSixteen() {
        assertThat(Samples.standardColumns().wanted(List.of(signed(0, NOON, observation(NOON, names("a", 20))))))
                .hasSize(16);
    }

    @Test
    void aSignedSensorsEarlierColumnsCount() {
        var existing = new HashMap<String, Boolean>();
        names("a", 10).keySet().forEach(name -> existing.put(name, true));

        assertThat(Samples.columns(existing).wanted(List.of(signed(0, NOON, observation(NOON, names("b", 20))))))
                .hasSize(6);
    }

    @Test
    void uploadsGetFiftyTogether() {
        assertThat(Samples.standardColumns().wanted(List.of(upload(0, NOON, observation(NOON, names("a", 60))))))
                .hasSize(50);
    }

    @Test
    void nobodyGetsMoreThanTwoHundredInAll() {
        var columns = new ArrayList<Column>();
        for (int i = 0; i < 199; i++) {
            columns.add(new Column("c" + i, "c" + i, false, new Suid(new UUID(7, i)), true));
        }

        assertThat(new Columns(columns, Set.of()).wanted(List.of(signed(0, NOON, observation(NOON, names("a", 5))))))
                .hasSize(1);
    }

    @Test
    void aColumnThatExistsTakesTheReadingsOfAll() {
        Columns columns = Samples.columns(Map.of("voc", true));

        assertThat(Row.of(rogue(0, NOON, observation(NOON, Map.of("VOC", 1.0))), 0, columns)
                        .readings())
                .isEqualTo(Map.of("voc", 1.0));
    }

    @Test
    void whatSomebodyElseHasAddedMeanwhileIsNotAddedAgain() {
        var wanted = Samples.standardColumns()
                .wanted(List.of(signed(0, NOON, observation(NOON, Samples.readings("voc", 1.0, "nh3", 2.0)))));

        assertThat(Samples.columns(Map.of("voc", true)).stillWanted(wanted))
                .extracting(Column::column)
                .containsExactly("nh3");
    }

    @Test
    void aNameThatTheDatabaseWouldRefuseKeepsItsValueUnderASoundOne() {
        Row row = Row.of(
                rogue(0, NOON, observation(NOON, Samples.readings("a\0b", 1.0, "\ud800", 2.0, "温度", 3.0, "😀", 4.0))),
                0,
                Samples.standardColumns());

        assertThat(row.uncolumned()).isEqualTo(Map.of("a_b", 1.0, "_", 2.0, "温度", 3.0, "😀", 4.0));
    }

    @Test
    void twoSpellingsOfOneNameInOneObservationAreBothKept() {
        Row row = Row.of(
                signed(0, NOON, observation(NOON, Samples.readings("a-b", 1.0, "a_b", 2.0))),
                0,
                Samples.columns(Map.of("a_b", true)));

        assertThat(row.readings()).isEqualTo(Map.of("a_b", 1.0));
        assertThat(row.uncolumned()).containsValue(2.0).hasSize(1);
    }

    private static Map<String, Double> names(String prefix, int count) {
        var names = new HashMap<String, Double>();
        for (int i = 0; i < count; i++) {
            names.put(prefix + i, 1.0);
        }
        return names;
    }
}
