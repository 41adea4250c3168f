package org.airlog.launcher.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryFileTest {

    private static final UUID TOPIC_ID = UUID.fromString("11223344-5566-7788-99aa-bbccddeeff00");

    @TempDir
    Path folder;

    @Test
    void readsWhatABrokerKeeps() throws IOException {
        assertThat(records(golden())).containsExactly("3 000102 a value", "9 010203 null");
    }

    @Test
    void readsWhatItWrites() throws IOException {
        Path copy = folder.resolve("copy");

        RegistryFile.write(copy, TOPIC_ID, sink -> RegistryFile.read(golden(), sink));

        assertThat(records(copy)).isEqualTo(records(golden()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> RegistryFile.write(copy, TOPIC_ID, sink -> {}))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void refusesAFileWithAnyByteChangedOrMissing() throws IOException {
        byte[] good = Files.readAllBytes(golden());
        Path bad = folder.resolve("bad");
        int records = 0;
        for (int i = 0; i < good.length; i++) {
            byte[] flipped = Arrays.copyOf(good, good.length);
            flipped[i] ^= 0x20;
            Files.write(bad, flipped);
            assertThatThrownBy(() -> records(bad)).as("byte %s", i).isInstanceOf(IOException.class);
            Files.write(bad, Arrays.copyOf(good, i));
            try {
                records(bad);
                records++;
            } catch (IOException refused) {
                // As it should be but between two records, where a file may end.
            }
        }
        assertThat(records).as("an end behind the head, or behind a record").isEqualTo(2);
    }

    private Path golden() throws IOException {
        Path file = folder.resolve("golden");
        if (!Files.exists(file)) {
            try (var in = Objects.requireNonNull(getClass().getResourceAsStream("golden.snapshot"))) {
                Files.write(file, in.readAllBytes());
            }
        }
        return file;
    }

    private static List<String> records(Path file) throws IOException {
        var records = new ArrayList<String>();
        RegistryFile.read(file, (offset, key, value) -> {
            assertThat(key).hasSize(32);
            records.add(offset + " " + java.util.HexFormat.of().formatHex(key, 0, 3) + " "
                    + (value == null ? "null" : new String(value, java.nio.charset.StandardCharsets.UTF_8)));
        });
        return records;
    }
}
