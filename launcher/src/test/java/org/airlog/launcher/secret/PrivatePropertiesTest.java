package org.airlog.launcher.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivatePropertiesTest {

    @TempDir
    Path folder;

    @Test
    void holdsNothingBeforeItIsWritten() throws IOException {
        assertThat(new PrivateProperties(folder.resolve("s")).load()).isEmpty();
    }

    @Test
    void keepsWhatWasStoredForItsOwnerAlone() throws IOException {
        var properties = new PrivateProperties(folder.resolve("s"));
        properties.store("first", Map.of("a", "1"));
        properties.store("second", Map.of("b", "2:$2a$10$x/y="));

        assertThat(properties.load()).containsExactlyEntriesOf(Map.of("b", "2:$2a$10$x/y="));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(properties.file())))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(properties.file());
        }
    }
}
