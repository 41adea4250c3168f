package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of everything in the middle of a replay. */
@Tag("once")
class KillIT {

    @TempDir
    Path folder;

    @Test
    void storesEveryAcknowledgedObservationOnceWhenKilledInTheMiddle() throws Exception {
        Path year = YearFile.copyTo(folder);
        Path data = folder.resolve("data");
        String mqttPort = "--mqtt-port=" + freePort();
        AirlogProcess killed = AirlogProcess.up(data, mqttPort, "--max-age=30y", "--no-limits");
        AirlogProcess replay =
                AirlogProcess.start("replay", year.toString(), "--mqtt=" + killed.mqtt(), "--rate=1000", "--batch=20");
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> killed.query("SELECT count(*) FROM observations") > 2_000);
        killed.kill();
        assertThat(replay.isAlive()).as("the kill must come in the middle").isTrue();

        try (AirlogProcess again = AirlogProcess.up(data, mqttPort, "--max-age=30y", "--no-limits")) {
            assertThat(replay.exitCode()).as(replay.err().toString()).isZero();
            assertThat(replay.out()).contains("acknowledged  8,760", "refused       0");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> again.query("SELECT count(*) FROM observations") == YearFile.OBSERVATIONS);
            assertThat(again.query("SELECT count(DISTINCT time) FROM observations"))
                    .isEqualTo(YearFile.OBSERVATIONS);
            assertThat(again.err()).anyMatch(line -> line.contains("stopping the PostgreSQL"));
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }
}
