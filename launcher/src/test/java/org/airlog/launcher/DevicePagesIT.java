package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the pages for newcomers tell them to paste, pasted; and the rows that it makes. */
@Tag("once")
class DevicePagesIT {

    private static final Path PAGES = Path.of("..", "docs", "devices");

    @TempDir
    static Path dataDirectory;

    @TempDir
    Path folder;

    private static AirlogProcess up;

    @BeforeAll
    static void start() throws IOException {
        up = AirlogProcess.up(dataDirectory.resolve("data"));
    }

    @AfterAll
    static void stop() {
        up.close();
    }

    /** The pages, and how many observations each publishes. */
    @ParameterizedTest
    @CsvSource({
        "README.md, 0",
        "airgradient.md, 1",
        "airrohr.md, 2",
        "arduino.md, 0",
        "micropython.md, 1",
        "python.md, 3",
        "sensebox.md, 1",
        "shell.md, 6",
        "tasmota.md, 1"
    })
    void storesWhatItsPagePublishes(String page, long observations) throws Exception {
        long before = stored();

        Page.of("docs/devices/" + page).run(up, folder);

        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(stored() - before)
                .isEqualTo(observations));
    }

    @Test
    void thereIsNoPageThatIsNotRun() throws IOException {
        try (var pages = Files.list(PAGES)) {
            assertThat(pages).hasSize(9);
        }
    }

    private static long stored() throws Exception {
        return up.query("SELECT count(*) FROM observations");
    }
}
