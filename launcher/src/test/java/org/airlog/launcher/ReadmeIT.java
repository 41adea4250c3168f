package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README tells a newcomer to paste, pasted. */
class ReadmeIT {

    @TempDir
    Path folder;

    @Test
    void publishesSignedReadingsAsTheReadmeSays() throws Exception {
        try (AirlogProcess up = AirlogProcess.up(folder.resolve("data"))) {
            String printed = Page.of("README.md").run(up, folder);

            assertThat(printed)
                    .contains("HTTP/1.1 200")
                    // Nobody has subscribed: MQTT 5 has a code for that, which is told where it is not known
                    // beforehand.
                    .containsPattern(
                            "received PUBACK \\(Mid: 1, RC:(0|16)\\)[\\s\\S]*received PUBACK \\(Mid: 1, RC:0\\)");
            Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(
                            up.query("SELECT count(*) FROM observations WHERE trust = 'signed'"
                                    + " AND pm2_5 IN (12.5, 12.9, 13.0)"))
                    .isEqualTo(3));
        }
    }
}
