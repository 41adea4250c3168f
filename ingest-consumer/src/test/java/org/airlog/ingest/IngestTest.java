package org.airlog.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.airlog.configuration.Settings;
import org.junit.jupiter.api.Test;

class IngestTest {

    @Test
    void saysInOneLineThatKafkaIsNoAddressAndLeavesThePortFree() throws IOException {
        int port = freePort();
        Settings settings = Settings.of(
                Map.of(
                        "airlog.sealing.keys",
                        "test:" + "5a".repeat(32),
                        "airlog.database.password",
                        "p",
                        "airlog.kafka.bootstrap-servers",
                        "nowhere",
                        "airlog.ingest.management-port",
                        Integer.toString(port)),
                List.of());

        try (var ingest = new Ingest(IngestConfig.of(settings))) {
            assertThatThrownBy(ingest::start)
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "no client can be made for Kafka at nowhere: Invalid url in bootstrap.servers: nowhere");
        }

        try (var again = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(again.isBound()).isTrue();
        }
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
