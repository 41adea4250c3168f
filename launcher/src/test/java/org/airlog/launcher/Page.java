package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page of the documents whose shell and Python blocks are run as they stand, with the usual clients; only the addresses are
 * put in. Needs the clients that it names: in CI a missing one is a failure, elsewhere the test is left out and says so.
 */
record Page(Path file) {

    private static final int MINUTES = 3;

    /** The page at {@code path} below the project's folder. */
    static Page of(String path) {
        return new Page(Path.of("..").resolve(path));
    }

    /** Runs the shell blocks in {@code folder}, then the Python blocks, and returns all that they print. */
    String run(AirlogProcess up, Path folder) throws IOException, InterruptedException {
        String printed = "";
        String shell = withAddresses(blocks("sh"), up);
        if (!shell.isEmpty()) {
            requireInstalled("bash", "curl", "mosquitto_pub", "openssl", "psql");
            String script = "set -euo pipefail\nDATABASE_URL='" + up.databaseUrl() + "'\n" + shell;
            printed += run(List.of("bash", "-c", script), folder);
        }
        String python = withAddresses(blocks("python"), up);
        if (!python.isEmpty()) {
            printed += run(List.of(python(), "-c", python), folder);
        }
        return printed;
    }

    /** Ends with 0, within {@value #MINUTES} minutes; returns what it printed. */
    static String run(List<String> command, Path folder) throws IOException, InterruptedException {
        Path printed = Files.createTempFile(folder, "printed", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        boolean hasEnded = process.waitFor(MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        String text = Files.readString(printed, StandardCharsets.UTF_8);
        assertThat(hasEnded && process.exitValue() == 0).as(text).isTrue();
        return text;
    }

    /** Demands that all of {@code commands} are on the path. */
    static void requireInstalled(String... commands) {
        for (String command : commands) {
            require(isInstalled(command), command);
        }
    }

    /** A Python that has the clients; Debian's packages belong to Debian's, which need not be the first on the path. */
    static String python() throws IOException, InterruptedException {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            if (isInstalled(python) && hasClients(python)) {
                return python;
            }
        }
        require(false, "a python3 with paho-mqtt and msgpack");
        throw new IllegalStateException("required above");
    }

    private String blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(file, StandardCharsets.UTF_8))
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining("\n"));
    }

    private static String withAddresses(String blocks, AirlogProcess up) {
        String addressed = blocks.replaceAll("\\b1883\\b", port(up.mqtt())).replaceAll("\\b8080\\b", port(up.http()));
        return up.hasTls()
                ? addressed.replaceAll("\\b8883\\b", port(up.mqtts())).replaceAll("\\b8443\\b", port(up.https()))
                : addressed;
    }

    private static String port(String url) {
        return Integer.toString(URI.create(url).getPort());
    }

    private static boolean hasClients(String python) throws IOException, InterruptedException {
        Process imports = new ProcessBuilder(python, "-c", "import paho.mqtt.client, msgpack")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return imports.waitFor() == 0;
    }

    private static boolean isInstalled(String command) {
        Path named = Path.of(command);
        Stream<Path> folders = named.isAbsolute()
                ? Stream.of(named)
                : Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, command));
        return folders.anyMatch(Files::isExecutable);
    }

    private static void require(boolean isThere, String what) {
        if (System.getenv("CI") != null) {
            assertThat(isThere).as("CI must have %s", what).isTrue();
        }
        assumeTrue(isThere, "left out: it needs " + what);
    }
}
