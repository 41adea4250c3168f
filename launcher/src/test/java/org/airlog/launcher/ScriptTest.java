package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code airlog}, in a working copy of nothing, with a java and a Maven that only say what they are told. */
class ScriptTest {

    @TempDir
    Path folder;

    private Path home = Path.of("");
    private Path bin = Path.of("");

    @BeforeEach
    void layOut() throws IOException {
        home = Files.createDirectories(folder.resolve("a home"));
        bin = Files.createDirectories(folder.resolve("bin"));
        Path script = Files.copy(Path.of("..", "airlog"), home.resolve("airlog"));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path sources = Files.createDirectories(home.resolve("launcher/src/main"));
        for (Path source : List.of(home.resolve("pom.xml"), sources.resolve("Some.java"))) {
            Files.setLastModifiedTime(
                    Files.createFile(source), FileTime.from(Instant.now().minusSeconds(3600)));
        }
        for (String tool : List.of("bash", "dirname", "readlink", "sed", "find", "mkdir", "touch", "rm", "mv")) {
            program(tool, "exec " + toolOfThisMachine(tool) + " \"$@\"");
        }
        program(
                "java",
                "case \"$*\" in *XshowSettings*) echo '    java.specification.version = 17' >&2 ;;"
                        + " *) echo \"ran: $*\" ;; esac");
        program("javac", "");
        program("mvn", "echo \"built: $*\" >&2; mkdir -p launcher/target/airlog/lib");
    }

    @Test
    void buildsOnceAndRunsFromAnywhereThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), home.resolve("airlog"));

        Ran first = run(link, "replay", "a file.csv");
        Ran second = run(link, "up");

        assertThat(first.exitCode()).isZero();
        assertThat(first.output())
                .contains("airlog: building", "built: -B", "org.airlog.launcher.Airlog replay a file.csv");
        assertThat(second.output())
                .doesNotContain("built")
                .contains("-cp " + home.toRealPath() + "/launcher/target/airlog/app/*:" + home.toRealPath()
                        + "/launcher/target/airlog/lib/*");
    }

    @Test
    void buildsAnewWhatIsOlderThanItsSources() throws Exception {
        run(home.resolve("airlog"));
        Files.setLastModifiedTime(
                home.resolve("launcher/src/main/Some.java"),
                FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(run(home.resolve("airlog")).output()).contains("built: -B");
    }

    @Test
    void saysThatJavaIsTooOld() throws Exception {
        program("java", "echo '    java.specification.version = 1.8' >&2");

        Ran ran = run(home.resolve("airlog"));

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.output().strip()).endsWith("is Java 1.8: a JDK 17 or newer is needed");
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        Files.delete(bin.resolve("mvn"));
        assertThat(run(home.resolve("airlog")))
                .isEqualTo(new Ran(1, "airlog: no mvn found: install Maven 3.8.6 or newer\n"));

        Files.delete(bin.resolve("java"));
        assertThat(run(home.resolve("airlog")))
                .isEqualTo(new Ran(1, "airlog: no java found: install a JDK 17 or newer, or set JAVA_HOME\n"));
    }

    @Test
    void doesNotRunWhatCouldNotBeBuilt() throws Exception {
        program("mvn", "exit 1");

        Ran ran = run(home.resolve("airlog"), "up");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.output()).contains("the build failed").doesNotContain("ran:");
    }

    private record Ran(int exitCode, String output) {}

    private Ran run(Path script, String... words) throws Exception {
        var command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("PATH", bin.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }

    private void program(String name, String body) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!" + toolOfThisMachine("bash") + "\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path toolOfThisMachine(String tool) {
        return List.of("/usr/bin", "/bin").stream()
                .map(folder -> Path.of(folder, tool))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError("this machine has no " + tool));
    }
}
