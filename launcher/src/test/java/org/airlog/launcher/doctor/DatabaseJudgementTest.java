package org.airlog.launcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.airlog.ingest.timescale.SchemaState;
import org.airlog.launcher.doctor.DatabaseFacts.LocationRole;
import org.airlog.launcher.doctor.DatabaseFacts.Tables;
import org.airlog.launcher.doctor.DatabaseFacts.Timescale;
import org.airlog.launcher.doctor.Finding.Level;
import org.junit.jupiter.api.Test;

class DatabaseJudgementTest {

    private static final Tables PLAIN = new Tables(false, 0, 1_000_000, List.of(), true, LocationRole.INHERITED);
    private static final Optional<Timescale> APACHE = Optional.of(new Timescale("2.19.3", "apache"));

    @Test
    void findsNothingInPlainTablesOfThisRelease() {
        List<Finding> findings = judge(schema("7", "7"), Optional.empty(), PLAIN, 64);

        assertThat(findings).extracting(Finding::level).containsOnly(Level.OK);
        assertThat(findings)
                .extracting(Finding::found)
                .anyMatch(what -> what.startsWith("plain tables (TimescaleDB: none)"));
    }

    @Test
    void tellsWhetherTheSchemaIsBehindAheadBrokenOrNotThere() {
        assertThat(judge(schema("6", "7"), Optional.empty(), PLAIN, 64)).anySatisfy(finding -> {
            assertThat(finding.level()).isEqualTo(Level.WARN);
            assertThat(finding.remedy()).contains("start a consumer of this release");
        });
        assertThat(judge(schema("8", "7"), Optional.empty(), PLAIN, 64)).anySatisfy(finding -> {
            assertThat(finding.level()).isEqualTo(Level.WARN);
            assertThat(finding.found()).contains("later than this release's 7");
        });
        assertThat(judge(new SchemaState(Optional.of("6"), "7", true), Optional.empty(), PLAIN, 64))
                .anyMatch(finding -> finding.level() == Level.FAIL);
        assertThat(judge(new SchemaState(Optional.empty(), "7", false), Optional.empty(), PLAIN, 64))
                .anyMatch(finding ->
                        finding.level() == Level.FAIL && finding.found().contains("not there"));
    }

    @Test
    void tellsTheEditionAndWhetherObservationsAreAHypertable() {
        var hypertable = new Tables(true, 400, 1, List.of(), true, LocationRole.NOT_MEMBER);

        assertThat(judge(schema("7", "7"), APACHE, hypertable, 512))
                .extracting(Finding::found)
                .anyMatch(what -> what.startsWith("TimescaleDB 2.19.3, edition apache, 400 chunks"));
        assertThat(judge(schema("7", "7"), Optional.of(new Timescale("2.19.3", "timescale")), PLAIN, 512))
                .anySatisfy(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.WARN);
                    assertThat(finding.found()).contains("edition community, yet the observations are a plain table");
                });
    }

    @Test
    void wantsLocksForEveryChunk() {
        var years = new Tables(true, 11_000, 1, List.of(), true, LocationRole.NOT_MEMBER);

        assertThat(judge(schema("7", "7"), APACHE, years, 64))
                .anyMatch(finding ->
                        finding.level() == Level.FAIL && finding.remedy().startsWith("set it to 523"));
        assertThat(judge(schema("7", "7"), APACHE, years, 1_024))
                .extracting(Finding::level)
                .containsOnly(Level.OK);
        assertThat(judge(
                        schema("7", "7"),
                        APACHE,
                        new Tables(true, 10, 1, List.of(), true, LocationRole.NOT_MEMBER),
                        64))
                .extracting(Finding::level)
                .contains(Level.WARN)
                .doesNotContain(Level.FAIL);
    }

    @Test
    void tellsWhatTheUserMayNotDoAndWhatItShouldNot() {
        var reader = new Tables(false, 0, 1, List.of("sensor", "observation"), false, LocationRole.INHERITED);

        assertThat(judge(schema("7", "7"), Optional.empty(), reader, 64))
                .filteredOn(finding -> finding.level() == Level.WARN)
                .extracting(Finding::found)
                .containsExactly(
                        "this user may not write into sensor, observation",
                        "this user inherits airlog_location: it reads where people live");
        assertThat(judge(
                        schema("7", "7"),
                        Optional.empty(),
                        new Tables(false, 0, 1, List.of(), true, LocationRole.MISSING),
                        64))
                .filteredOn(finding -> finding.level() == Level.WARN)
                .singleElement()
                .satisfies(finding -> assertThat(finding.remedy()).contains("CREATE ROLE airlog_location"));
    }

    private static SchemaState schema(String applied, String newest) {
        return new SchemaState(Optional.of(applied), newest, false);
    }

    private static List<Finding> judge(SchemaState schema, Optional<Timescale> timescale, Tables tables, int locks) {
        return DatabaseJudgement.of(
                new DatabaseFacts("17.11", timescale, false, locks, schema, Optional.of(tables)),
                "127.0.0.1:5432/airlog");
    }
}
