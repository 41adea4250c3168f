package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README tells a newcomer to paste, pasted, with the usual clients; only the ports are put in. */
class ReadmeIT {

    private static final Path README = Path.of("..", "README.md");
    private static final Pattern SHELL_BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void publishesSignedReadingsAsTheReadmeSays() throws Exception {
        assumeTrue(
                Stream.of("bash", "curl", "mosquitto_pub", "openssl", "psql").allMatch(ReadmeIT::isInstalled),
                "left out: it needs curl, mosquitto_pub, openssl and psql");
        try (AirlogProcess up = AirlogProcess.up(folder.resolve("data"))) {
            String blocks = shellBlocks()
                    .replace("http://127.0.0.1:8080", up.http())
                    .replace(
                            "mosquitto_pub ",
                            "mosquitto_pub -p " + URI.create(up.mqtt()).getPort() + " ");

            String printed = run("set -euo pipefail\nDATABASE_URL='" + up.databaseUrl() + "'\n" + blocks);

            assertThat(printed)
                    .contains("HTTP/1.1 200", "received PUBACK (Mid: 1, RC:16)", "received PUBACK (Mid: 1, RC:0)");
            Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(
                            up.query("SELECT count(*) FROM observations WHERE trust = 'signed'"
                                    + " AND pm2_5 IN (12.5, 12.9, 13.0)"))
                    .isEqualTo(3));
        }
    }

    private static String shellBlocks() throws IOException {
        return SHELL_BLOCK
                .matcher(Files.readString(README, StandardCharsets.UTF_8))
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining("\n"));
    }

    private String run(String script) throws IOException, InterruptedException {
        Path printed = folder.resolve("printed");
        Process bash = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        boolean hasEnded = bash.waitFor(1, TimeUnit.MINUTES);
        bash.destroyForcibly();
        String text = Files.readString(printed, StandardCharsets.UTF_8);
        assertThat(hasEnded && bash.exitValue() == 0).as(text).isTrue();
        return text;
    }

    private static boolean isInstalled(String command) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }
}
