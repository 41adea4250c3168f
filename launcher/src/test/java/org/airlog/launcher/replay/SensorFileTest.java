package org.airlog.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.UUID;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensorFileTest {

    private static final Suid SUID = new Suid(UUID.fromString("3f2504e0-4f89-11d3-9a0c-0305e82c3301"));

    @TempDir
    Path root;

    private Path csv = Path.of("");
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void makeAFile() throws IOException {
        csv = Files.createFile(Files.createDirectory(root.resolve("files")).resolve("year.csv"));
        environment = Map.of("XDG_DATA_HOME", root.resolve("home").toString());
    }

    @Test
    void keepsTheSensorBesideItsFile() throws CommandFailedException, IOException {
        var sensor = new Sensor(SUID, Secret.ofText("ABCD"));
        SensorFile.of(csv, environment).keep(sensor);

        assertThat(SensorFile.of(csv, environment).sensor()).contains(sensor);
        Path file = csv.resolveSibling("year.csv.sensor");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void keepsTheSensorAtHomeWhereNobodyMayWriteBesideTheFile() throws CommandFailedException, IOException {
        Path folder = root.resolve("files");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        SensorFile file = SensorFile.of(csv, environment);
        file.keep(SUID);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(file.path()).startsWith(root.resolve("home").resolve("airlog"));
        assertThat(SensorFile.of(csv, environment).suid()).contains(SUID);
        assertThat(SensorFile.of(csv, environment).sensor()).isEmpty();
    }
}
