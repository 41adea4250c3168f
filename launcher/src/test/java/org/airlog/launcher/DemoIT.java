package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code airlog up --demo}, twice. */
@Tag("once")
class DemoIT {

    @TempDir
    Path folder;

    @Test
    void showsThatTheMonthHasLandedWholeAndOnce() throws Exception {
        Path data = folder.resolve("data");
        try (AirlogProcess first = AirlogProcess.up(data, "--demo")) {
            first.awaitLine("EQUAL");
            assertThat(first.out()).anyMatch(line -> line.contains("744 rows, 744 of them new"));
            assertThat(first.query("SELECT count(*) FROM observations WHERE trust = 'signed'"
                            + " AND time > now() - interval '39 days' AND time <= now()"))
                    .isEqualTo(744);
            assertThat(first.query("SELECT count(*) FROM observations WHERE time > now() - interval '7 days'"))
                    .isPositive();
            assertThat(first.terminate()).isZero();
        }
        try (AirlogProcess second = AirlogProcess.up(data, "--demo")) {
            second.awaitLine("EQUAL");
            assertThat(second.out()).anyMatch(line -> line.contains("744 rows, all of them there before"));
            assertThat(second.query("SELECT count(*) FROM observations")).isEqualTo(744);
        }
    }
}
