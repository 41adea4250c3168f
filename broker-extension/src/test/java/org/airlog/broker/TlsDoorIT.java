package org.airlog.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.airlog.embedded.TlsListener;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;
import org.airlog.tls.Authorities;
import org.airlog.tls.CertificateFiles;
import org.airlog.tls.LocalAuthority;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the door lets in over TLS and not in the clear, from an address that is not this machine's loopback. */
class TlsDoorIT {

    @TempDir
    static Path directory;

    private static String address;
    private static Installation airlog;
    private static Authorities authorities;

    @BeforeAll
    static void startAll() throws Exception {
        Optional<String> own = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(found -> found instanceof Inet4Address && !found.isLoopbackAddress())
                .map(found -> found.getHostAddress())
                .findFirst();
        assumeTrue(own.isPresent(), "left out: this machine has no address but its loopback");
        address = own.get();
        var issuer = new CertificateFiles(directory.resolve("authority.pem"), directory.resolve("authority-key.pem"));
        var server = new CertificateFiles(directory.resolve("server.pem"), directory.resolve("server-key.pem"));
        LocalAuthority.make(issuer, "Test", Instant.now())
                .issue(server, List.of(address), Instant.now(), Duration.ofDays(1));
        authorities = Authorities.in(issuer.certificate());
        airlog = new Installation(directory, Map.of(), "0.0.0.0", new TlsListener(0, server)).start();
    }

    @AfterAll
    static void stopAll() {
        if (airlog != null) {
            airlog.close();
        }
    }

    @Test
    void aSensorRegistersAndSignsOverTlsAlone() throws Exception {
        var suid = new Suid(UUID.randomUUID());
        Payload payload = Device.reading(Duration.ofSeconds(9), 12.5);

        assertThatThrownBy(() -> Device.register(inTheClear(), suid))
                .isInstanceOfSatisfying(Mqtt5PubAckException.class, refusal -> assertThat(reason(refusal))
                        .startsWith("not-allowed: "));
        Device device = Device.register(overTls(), suid);
        assertThatThrownBy(() -> publish(inTheClear(), device, payload))
                .isInstanceOfSatisfying(Mqtt5PubAckException.class, refusal -> assertThat(reason(refusal))
                        .isEqualTo("not-allowed: signed readings must come over TLS"));
        assertThat(airlog.stored(suid)).isEmpty();
        publish(overTls(), device, payload);

        assertThat(airlog.stored(suid)).hasSize(1);
    }

    @Test
    void aSecretIsTakenAsAPasswordOverTlsAlone() throws Exception {
        Device device = Device.register(overTls(), new Suid(UUID.randomUUID()));

        assertThatThrownBy(() -> connectAs(device, inTheClear())).isInstanceOf(Mqtt5ConnAckException.class);
        connectAs(device, overTls());
    }

    private static String reason(Mqtt5PubAckException refusal) {
        return refusal.getMqttMessage().getReasonString().map(Object::toString).orElse("");
    }

    private static void connectAs(Device device, Mqtt5ClientBuilder builder) {
        Mqtt5BlockingClient client = builder.identifier(device.suid().toString())
                .simpleAuth()
                .username(device.suid().toString())
                .password(device.secret().reveal().getBytes(StandardCharsets.US_ASCII))
                .applySimpleAuth()
                .buildBlocking();
        client.connect();
        client.disconnect();
    }

    private static void publish(Mqtt5ClientBuilder builder, Device device, Payload payload) {
        Mqtt5BlockingClient client =
                builder.identifier("device-" + UUID.randomUUID()).buildBlocking();
        client.connect();
        try {
            client.publishWith()
                    .topic(device.topic())
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .userProperties()
                    .add("Authorization", device.authorization(payload))
                    .applyUserProperties()
                    .payload(payload.bytes())
                    .send();
        } finally {
            client.disconnect();
        }
    }

    private static Mqtt5ClientBuilder inTheClear() {
        return Mqtt5Client.builder().serverHost(address).serverPort(airlog.port());
    }

    private static Mqtt5ClientBuilder overTls() {
        return Mqtt5Client.builder()
                .serverHost(address)
                .serverPort(airlog.tlsPort())
                .sslConfig()
                .trustManagerFactory(authorities.trustManagers())
                .applySslConfig();
    }
}
