package org.airlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A crowd leaves the other servers of this process the files that they need. */
class CrowdedBrokerIT {

    private static final int OPEN_FILES = 900;
    private static final int CROWD = 400;
    private static final int TURNED_AWAY = CROWD - OpenFiles.connections(OPEN_FILES);

    @TempDir
    Path temporary;

    @Test
    void turnsAwayWhomItHasNoFilesFor() throws Exception {
        Path zip = ExtensionZip.write(temporary.resolve("extension.zip"), "extension.jar", Optional.of("client=alpha"));
        Path told = temporary.resolve("port");
        List<SocketChannel> crowd = new ArrayList<>();
        try (ChildJvm child =
                ChildJvm.runWithin(OPEN_FILES, BrokerChild.class, temporary, temporary.resolve("broker"), zip, told)) {
            var broker =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(child.contentOf(told)));
            for (int i = 0; i < CROWD; i++) {
                SocketChannel channel = SocketChannel.open(broker);
                channel.configureBlocking(false);
                crowd.add(channel);
            }

            Awaitility.await()
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofSeconds(8))
                    .until(() -> closed(crowd) >= TURNED_AWAY);
            assertThat(closed(crowd)).isBetween(TURNED_AWAY, TURNED_AWAY + 5);
        } finally {
            for (SocketChannel each : crowd) {
                each.close();
            }
        }
    }

    private static int closed(List<SocketChannel> crowd) {
        int closed = 0;
        for (SocketChannel each : crowd) {
            try {
                closed += each.read(ByteBuffer.allocate(1)) < 0 ? 1 : 0;
            } catch (IOException reset) {
                closed++;
            }
        }
        return closed;
    }
}
