package org.airlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A crowd leaves the other servers of this process files to open. */
class CrowdedBrokerIT {

    private static final int OPEN_FILES = 900;
    private static final int CROWD = OpenFiles.connections(OPEN_FILES) + 10;

    /** MQTT 5, clean start, client id {@code alpha}. */
    private static final byte[] CONNECT =
            "\u0010\u0012\0\4MQTT\5\2\0\74\0\0\5alpha".getBytes(StandardCharsets.ISO_8859_1);

    private static final int SUCCESS = 0;
    private static final int QUOTA_EXCEEDED = 0x97;

    @TempDir
    Path temporary;

    @Test
    void letsNobodyInWhomItHasNoFilesFor() throws Exception {
        Path zip = ExtensionZip.write(temporary.resolve("extension.zip"), "extension.jar", Optional.of("client=alpha"));
        Path told = temporary.resolve("port");
        List<Socket> crowd = new ArrayList<>();
        try (ChildJvm child =
                ChildJvm.runWithin(OPEN_FILES, BrokerChild.class, temporary, temporary.resolve("broker"), zip, told)) {
            int port = Integer.parseInt(child.contentOf(told));
            assertThat(connack(port)).isEqualTo(SUCCESS);
            for (int i = 0; i < CROWD; i++) {
                crowd.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            Awaitility.await().until(() -> connack(port) == QUOTA_EXCEEDED);

            for (Socket each : crowd) {
                each.close();
            }

            Awaitility.await().until(() -> connack(port) == SUCCESS);
        } finally {
            for (Socket each : crowd) {
                each.close();
            }
        }
    }

    private static int connack(int port) throws IOException {
        try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(10_000);
            client.getOutputStream().write(CONNECT);
            byte[] connack = client.getInputStream().readNBytes(4);
            return connack[3] & 0xFF;
        }
    }
}
