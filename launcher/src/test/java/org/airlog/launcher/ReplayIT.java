package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole year, sent as its sensor would have. */
@Tag("once")
class ReplayIT {

    private static final String ROWS = "SELECT count(*) FROM observations WHERE trust = 'signed'";

    @TempDir
    Path folder;

    @Test
    void landsAYearOnceHoweverOftenAndHoweverItIsSent() throws Exception {
        Path year = YearFile.copyTo(folder);
        // Too little for any of the three: they are told to wait, by the end of a connection or by a 429.
        Path limits =
                Files.writeString(folder.resolve("airlog.properties"), "airlog.limits.sensor-publishes=25/m burst 1\n");
        try (AirlogProcess up = AirlogProcess.up(folder.resolve("data"), "--max-age=30y", "--config=" + limits)) {
            AirlogProcess first = AirlogProcess.run("replay", year.toString(), "--mqtt=" + up.mqtt(), "--batch=2500");
            assertThat(first.exitCode()).as(first.err().toString()).isZero();
            assertThat(first.out()).contains("acknowledged  8,760", "refused       0");
            awaitRows(up);
            assertThat(up.query("SELECT count(*) FROM observations WHERE no2 IS NOT NULL AND nox_ppb IS NOT NULL"))
                    .isEqualTo(8_211);
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(year.resolveSibling("marylebone-2003.csv.sensor"))))
                    .isEqualTo("rw-------");

            AirlogProcess second = AirlogProcess.run("replay", year.toString(), "--mqtt=" + up.mqtt(), "--batch=2500");
            AirlogProcess overHttp =
                    AirlogProcess.run("replay", year.toString(), "--http=" + up.http(), "--batch=2500");

            assertThat(second.exitCode()).isZero();
            assertThat(second.out()).contains("acknowledged  8,760", "refused       0");
            assertThat(overHttp.exitCode()).as(overHttp.err().toString()).isZero();
            assertThat(overHttp.out()).contains("acknowledged  8,760", "refused       0");
            // One more of another sensor: when it is there, all that was sent before it has been read.
            Path mark = Files.writeString(folder.resolve("mark.csv"), "time_utc,CO\n1041379200,1\n");
            assertThat(AirlogProcess.run("replay", mark.toString(), "--mqtt=" + up.mqtt())
                            .exitCode())
                    .isZero();
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> up.query(ROWS) > YearFile.OBSERVATIONS);
            assertThat(up.query("SELECT count(*) FROM observations")).isEqualTo(YearFile.OBSERVATIONS + 1);
        }
    }

    @Test
    void tellsTheReasonOfEveryRefusal() throws Exception {
        Path year = YearFile.copyTo(folder);
        try (AirlogProcess up = AirlogProcess.up(folder.resolve("data"))) {
            AirlogProcess tooOld = AirlogProcess.run("replay", year.toString(), "--mqtt=" + up.mqtt());
            AirlogProcess notItsSecret = AirlogProcess.run(
                    "replay",
                    year.toString(),
                    "--http=" + up.http(),
                    "--batch=2000",
                    "--suid=" + suidOf(year),
                    "--secret=" + "0".repeat(64));

            assertThat(tooOld.exitCode()).isEqualTo(1);
            assertThat(tooOld.out())
                    .contains("acknowledged  0", "refused       8,760")
                    .anyMatch(line -> line.strip().matches("time-implausible +8,760.*"));
            assertThat(notItsSecret.exitCode()).isEqualTo(1);
            assertThat(notItsSecret.out()).anyMatch(line -> line.strip().matches("signature-wrong +8,760.*"));
            assertThat(up.query("SELECT count(*) FROM observations")).isZero();
        }
    }

    private static void awaitRows(AirlogProcess up) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> up.query(ROWS) == YearFile.OBSERVATIONS);
    }

    private static String suidOf(Path csv) throws Exception {
        return Files.readAllLines(csv.resolveSibling(csv.getFileName() + ".sensor")).stream()
                .filter(line -> line.startsWith("suid="))
                .findFirst()
                .orElseThrow()
                .substring("suid=".length());
    }
}
