package org.airlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterOwnerTest {

    @TempDir
    Path folder;

    @Test
    void knowsOursThroughASymbolicLink() throws IOException {
        Path cluster = Files.createDirectory(folder.resolve("cluster")).toRealPath();
        Path link = Files.createSymbolicLink(folder.resolve("link"), cluster);

        assertThat(ClusterOwner.ofCommandLine(List.of("/opt/bin/postgres", "-D", link.toString()), cluster))
                .isEqualTo(ClusterOwner.OURS);
    }

    @Test
    void takesNoOtherPostgresForAStranger() throws IOException {
        assertThat(ClusterOwner.ofCommandLine(List.of("postgres", "-D", "/moved/away"), folder.toRealPath()))
                .isEqualTo(ClusterOwner.UNCLEAR);
        assertThat(ClusterOwner.ofCommandLine(List.of(), folder.toRealPath())).isEqualTo(ClusterOwner.UNCLEAR);
    }

    @Test
    void takesAnotherProgramForAStrangerWhateverItReads() throws IOException {
        Path real = folder.toRealPath();

        assertThat(ClusterOwner.ofCommandLine(List.of("/bin/ls", real.toString()), real))
                .isEqualTo(ClusterOwner.STRANGER);
    }
}
