package org.airlog.launcher.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Prometheus' own checker: part of Debian's package prometheus. */
final class Promtool {

    private Promtool() {}

    /** Runs it, or says that it could not: where {@code CI} is set it must be there. */
    static void passes(String... words) throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                isThere(), "promtool is not installed: rules and expressions are not checked by Prometheus");
        var command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }

    private static boolean isThere() {
        boolean isInstalled = List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
                .anyMatch(folder -> Path.of(folder, "promtool").toFile().canExecute());
        assertThat(isInstalled || System.getenv("CI") == null)
                .as("promtool must be installed where CI is set")
                .isTrue();
        return isInstalled;
    }
}
