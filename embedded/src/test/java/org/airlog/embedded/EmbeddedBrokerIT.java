package org.airlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckRestrictions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class EmbeddedBrokerIT {

    @TempDir
    Path temporary;

    private Path directory = Path.of("");

    @BeforeEach
    void chooseDirectory() {
        directory = temporary.resolve("broker");
    }

    @Test
    void deniesEveryClientWithoutAnAuthenticator() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0)) {
            broker.start();

            assertThatThrownBy(() -> client(broker, "anybody").connect())
                    .isInstanceOfSatisfying(Mqtt5ConnAckException.class, refusal -> assertThat(
                                    refusal.getMqttMessage().getReasonCode())
                            .isEqualTo(Mqtt5ConnAckReasonCode.NOT_AUTHORIZED));
            assertThatThrownBy(() -> MqttClient.builder()
                            .useMqttVersion3()
                            .serverPort(broker.mqttPort())
                            .buildBlocking()
                            .connect())
                    .isInstanceOf(Mqtt3ConnAckException.class);
        }
    }

    @Test
    void loadsAPackedExtensionAndWritesItsConfiguration() throws Exception {
        Path zip = zip("extension.jar", "client=nobody\nother=kept\n");
        PackedExtension extension = new PackedExtension(zip, Map.of("client", "älpha"));
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0, extension)) {
            broker.start();

            connectAndDisconnect(broker, "älpha");
            assertThatThrownBy(() -> client(broker, "nobody").connect()).isInstanceOf(Mqtt5ConnAckException.class);
            Path configuration = unpacked().resolve("conf").resolve("airlog.properties");
            assertThat(configuration).content().contains("client=älpha").contains("other=kept");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(configuration)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void tellsItsClientsTheLimits() throws Exception {
        PackedExtension extension = new PackedExtension(zip("extension.jar", "client=alpha"));
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0, extension)) {
            broker.start();
            Mqtt5BlockingClient client = client(broker, "alpha");

            Mqtt5ConnAck answer =
                    client.connectWith().sessionExpiryInterval(1_000_000).send();
            client.disconnect();

            Mqtt5ConnAckRestrictions limits = answer.getRestrictions();
            assertThat(limits.getMaximumQos()).isEqualTo(MqttQos.AT_LEAST_ONCE);
            assertThat(limits.isRetainAvailable()).isTrue();
            assertThat(limits.getReceiveMaximum()).isEqualTo(100);
            assertThat(limits.getMaximumPacketSize()).isEqualTo(1_048_576);
            assertThat(answer.getSessionExpiryInterval()).hasValue(86_400);
        }
    }

    @Test
    void replacesAnOlderExtensionAndForgivesItsFailure() throws Exception {
        PackedExtension older = new PackedExtension(zip("extension-1.jar", "client=alpha"));
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0, older)) {
            broker.start();
            connectAndDisconnect(broker, "alpha");
        }
        Files.writeString(unpacked().resolve("DISABLED"), "");
        Files.writeString(unpacked().resolve("spool"), "not yet forwarded");
        PackedExtension newer = new PackedExtension(zip("extension-2.jar", "client=beta"));

        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0, newer)) {
            broker.start();

            connectAndDisconnect(broker, "beta");
            assertThat(unpacked().resolve("extension-1.jar")).doesNotExist();
            assertThat(unpacked().resolve("spool")).hasContent("not yet forwarded");
        }
    }

    @Test
    void leavesOutAnExtensionThatIsNoLongerGiven() throws Exception {
        PackedExtension extension = new PackedExtension(zip("extension.jar", "client=alpha"));
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0, extension)) {
            broker.start();
            connectAndDisconnect(broker, "alpha");
        }

        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0)) {
            broker.start();

            assertThatThrownBy(() -> client(broker, "alpha").connect()).isInstanceOf(Mqtt5ConnAckException.class);
        }
    }

    @Test
    void doesNotStartWithoutAnExtensionThatFails() throws Exception {
        Path zip = ExtensionZip.write(temporary.resolve("broken.zip"), "extension.jar", Optional.empty());
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0, new PackedExtension(zip))) {
            assertThatThrownBy(broker::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("airlog-broker-extension did not start");
        }
        PackedExtension repaired = new PackedExtension(zip, Map.of("client", "alpha"));

        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0, repaired)) {
            broker.start();

            connectAndDisconnect(broker, "alpha");
        }
    }

    @Test
    void takesAnUnpackedFolderAsWell() throws Exception {
        PackedExtension zipped = new PackedExtension(zip("extension.jar", "client=alpha"));
        Path folder = temporary.resolve("unpacked");
        new ExtensionsFolder(folder).fill(List.of(zipped));

        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0, new PackedExtension(folder))) {
            broker.start();

            connectAndDisconnect(broker, "alpha");
        }
    }

    @Test
    void refusesASecondBrokerInThisJvmAndLeavesTheFirstAlone() throws Exception {
        PackedExtension extension = new PackedExtension(zip("extension.jar", "client=alpha"));
        try (EmbeddedBroker first = new EmbeddedBroker(directory, 0, extension)) {
            first.start();
            for (int attempt = 0; attempt < 2; attempt++) {
                try (EmbeddedBroker second = new EmbeddedBroker(temporary.resolve("second"), 0)) {
                    assertThatThrownBy(second::start)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("another broker");
                }
            }

            connectAndDisconnect(first, "alpha");
        }
    }

    @Test
    void startsAgainOnTheSamePortAfterAKill() throws Exception {
        Path zip = zip("extension.jar", "client=alpha");
        int port;
        try (ChildJvm child = ChildJvm.run(BrokerChild.class, temporary, directory, zip, temporary.resolve("port"))) {
            port = Integer.parseInt(child.contentOf(temporary.resolve("port")));
            child.kill();
        }

        try (EmbeddedBroker broker = new EmbeddedBroker(directory, port, new PackedExtension(zip))) {
            broker.start();

            connectAndDisconnect(broker, "alpha");
        }
    }

    @Test
    void listensOnTheGivenAddressOnly() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, "127.0.0.2", 0)) {
            broker.start();

            try (ServerSocket samePort =
                    new ServerSocket(broker.mqttPort(), 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
                assertThat(samePort.isBound()).isTrue();
            }
        }
    }

    @Test
    void saysThatThePortIsInUse() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                EmbeddedBroker broker = new EmbeddedBroker(directory, other.getLocalPort())) {
            assertThatThrownBy(broker::start)
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("port " + other.getLocalPort());
        }
    }

    @Test
    void leavesTheLoggingAndTheUncaughtExceptionsOfThisJvmAlone() throws Exception {
        var root = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        var appender = root.getAppender("console");
        assertThat(appender).isNotNull();
        Thread.UncaughtExceptionHandler ours = (thread, failure) -> {};
        Thread.UncaughtExceptionHandler former = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler(ours);
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0)) {
            broker.start();

            assertThat(root.getAppender("console")).isSameAs(appender);
            assertThat(root.getLoggerContext().getTurboFilterList()).isEmpty();
            assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(ours);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(former);
        }
    }

    @Test
    void mayBeClosedTwiceAndStartedOnlyOnce() throws Exception {
        EmbeddedBroker broker = new EmbeddedBroker(directory, 0);
        broker.start();
        assertThatThrownBy(broker::start).isInstanceOf(IllegalStateException.class);
        broker.close();

        broker.close();

        assertThatThrownBy(broker::mqttPort).isInstanceOf(IllegalStateException.class);
    }

    private Path zip(String jarName, String properties) throws IOException {
        return ExtensionZip.write(temporary.resolve(jarName + ".zip"), jarName, Optional.of(properties));
    }

    private Path unpacked() {
        return directory.resolve("extensions").resolve(ExtensionZip.NAME);
    }

    private static Mqtt5BlockingClient client(EmbeddedBroker broker, String clientId) {
        return MqttClient.builder()
                .useMqttVersion5()
                .identifier(clientId)
                .serverPort(broker.mqttPort())
                .buildBlocking();
    }

    private static void connectAndDisconnect(EmbeddedBroker broker, String clientId) {
        Mqtt5BlockingClient client = client(broker, clientId);
        assertThat(client.connect().getReasonCode()).isEqualTo(Mqtt5ConnAckReasonCode.SUCCESS);
        client.disconnect();
    }
}
