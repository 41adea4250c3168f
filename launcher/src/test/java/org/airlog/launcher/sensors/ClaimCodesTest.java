package org.airlog.launcher.sensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import org.airlog.observation.Suid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimCodesTest {

    @TempDir
    Path folder;

    @Test
    void makesACodeOnceAndKeepsItForTheNextTime() throws Exception {
        Path csv = folder.resolve("sensors.csv");
        var one = new Suid(UUID.randomUUID());
        var two = new Suid(UUID.randomUUID());
        var first = new ClaimCodes(csv);
        assertThat(first.complete(List.of(one))).isEqualTo(1);

        var second = new ClaimCodes(csv);
        assertThat(second.complete(List.of(one, two))).isEqualTo(1);

        assertThat(second.of(one)).isEqualTo(first.of(one)).matches("([A-HJ-NP-Z2-9]{5}-){3}[A-HJ-NP-Z2-9]{5}");
        assertThat(second.of(two)).isNotEqualTo(second.of(one));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(second.path())))
                .isEqualTo("rw-------");
    }

    @Test
    void writesNothingWhereNoneIsMissing() throws Exception {
        var codes = new ClaimCodes(folder.resolve("sensors.csv"));

        assertThat(codes.complete(List.of())).isZero();
        assertThat(codes.path()).doesNotExist();
    }
}
