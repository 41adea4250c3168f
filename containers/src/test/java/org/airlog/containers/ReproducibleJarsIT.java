package org.airlog.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What would make two builds of the same sources differ: the time of the build, and what of the machine gets into a jar. */
@Tag("once")
class ReproducibleJarsIT {

    private static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("airlog.root")));
    private static final Path DISTRIBUTION =
            ROOT.resolve("launcher").resolve("target").resolve("airlog");
    /** {@code project.build.outputTimestamp} of the parent. */
    private static final LocalDateTime BUILT = LocalDateTime.of(2026, 1, 1, 0, 0);

    @Test
    void holdNoTimeOfTheBuild() throws IOException {
        for (Path archive : ours()) {
            try (var zip = new ZipFile(archive.toFile())) {
                assertThat(zip.stream()).as("%s", archive).isNotEmpty().allSatisfy(entry -> assertThat(
                                entry.getTimeLocal())
                        .as(entry.getName())
                        .isEqualTo(BUILT));
            }
        }
    }

    @Test
    void holdNothingOfTheMachine() throws IOException {
        String user = System.getProperty("user.name");
        String folder = ROOT.toRealPath().toString();
        for (Path archive : ours()) {
            try (var zip = new ZipFile(archive.toFile())) {
                for (ZipEntry entry :
                        zip.stream().filter(ReproducibleJarsIT::isText).toList()) {
                    var text = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                    assertThat(text)
                            .as("%s in %s", entry.getName(), archive)
                            .doesNotContain("Built-By: " + user, folder);
                }
            }
        }
    }

    private static boolean isText(ZipEntry entry) {
        return entry.getName().equals(JarFile.MANIFEST_NAME)
                || entry.getName().endsWith(".properties")
                || entry.getName().endsWith(".json");
    }

    private static List<Path> ours() throws IOException {
        try (Stream<Path> jars = Files.list(DISTRIBUTION.resolve("app"))) {
            List<Path> all = Stream.concat(jars, Stream.of(DISTRIBUTION.resolve("broker-extension.zip")))
                    .toList();
            assertThat(all).hasSizeGreaterThan(5);
            return all;
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }
}
