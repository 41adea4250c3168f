package org.airlog.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of a program of the operating system to its end, with a limit to its time. */
final class Command {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Command() {}

    /** Throws with all that the program said when it fails or has not ended within two minutes. */
    static void run(List<String> command, String input) throws IOException {
        Path output = Files.createTempFile("airlog-command", ".log");
        try {
            int exitCode = exitCode(command, input, output);
            if (exitCode != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + exitCode + ": "
                        + new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip());
            }
        } finally {
            Files.delete(output);
        }
    }

    /** Whether the program is there and succeeds. */
    static boolean succeeds(List<String> command) {
        try {
            run(command, "");
            return true;
        } catch (IOException failure) {
            return false;
        }
    }

    private static int exitCode(List<String> command, String input, Path output) throws IOException {
        // To a file and not through a pipe: a server that a command leaves behind would keep the pipe open.
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
                stdin.write(input);
            } catch (IOException endedWithoutReading) {
                // Its exit code and its words tell more.
            }
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(String.join(" ", command) + " has not ended within " + LIMIT.toSeconds() + " s");
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while running " + command.get(0), interrupted);
        } finally {
            process.destroyForcibly();
        }
    }
}
