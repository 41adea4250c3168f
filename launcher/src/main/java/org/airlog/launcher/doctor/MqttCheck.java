package org.airlog.launcher.doctor;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Settings;
import org.airlog.tls.Authorities;

/**
 * Connects to the broker without a name, as sensors do, and with each password that is configured here. The operator's goes
 * over TLS or to this machine alone; the gateway's and the portal's travel as those send them.
 */
record MqttCheck(URI broker, Settings settings, Authorities authorities, Duration patience) implements Check {

    @Override
    public String name() {
        return "mqtt";
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        var findings = new ArrayList<Finding>();
        findings.add(connect("", ""));
        if (findings.get(0).level() != Finding.Level.OK) {
            return findings;
        }
        settings.find(Keys.GATEWAY_MQTT_PASSWORD).ifPresent(password -> findings.add(as("gateway", password)));
        settings.find(Keys.PORTAL_MQTT_PASSWORD).ifPresent(password -> findings.add(as("portal", password)));
        settings.find(Keys.OPERATOR_MQTT_PASSWORD)
                .ifPresent(password -> findings.add(operator(settings.get(Keys.OPERATOR_MQTT_USER), password)));
        return findings;
    }

    private Finding operator(String user, String password) {
        if (!"mqtts".equals(broker.getScheme()) && !isHere(broker.getHost())) {
            return Finding.warn(
                    name(),
                    "not tried as " + user + ": the password would travel in the clear to " + broker.getHost(),
                    "name the broker by mqtts://");
        }
        return as(user, password);
    }

    private Finding as(String user, String password) {
        try {
            return connect(user, password);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.fail(name(), "interrupted", "look again");
        }
    }

    private Finding connect(String user, String password) throws InterruptedException {
        Mqtt5AsyncClient client = client(user, password);
        String who = user.isEmpty() ? "a nameless client" : user;
        var connected = client.connect();
        try {
            connected.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return Finding.ok(name(), broker + " lets " + who + " in");
        } catch (ExecutionException e) {
            return failure(who, user.isEmpty(), e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            return unreachable("no answer");
        } finally {
            var unused = connected.thenCompose(up -> client.disconnect());
        }
    }

    private Finding failure(String who, boolean isNameless, Throwable cause) {
        if (cause instanceof Mqtt5ConnAckException denied) {
            var packet = denied.getMqttMessage();
            String why = packet.getReasonString()
                    .map(Object::toString)
                    .orElseGet(() -> packet.getReasonCode().name().toLowerCase(Locale.ROOT));
            return Finding.fail(
                    name(),
                    broker + " denies " + who + ": " + why,
                    isNameless
                            ? "look into the broker's log: is it Airlog's, and does its extension run?"
                            : "give the broker the hash of that password: airlog password, airlog.principal.…");
        }
        Throwable root = cause.getCause() == null ? cause : cause.getCause();
        return unreachable(Words.of(root));
    }

    private Finding unreachable(String why) {
        return Finding.fail(
                name(),
                "the broker at " + broker + " cannot be reached: " + why,
                "start airlog up or airlog broker, let it be reached, or name it by --mqtt");
    }

    private Mqtt5AsyncClient client(String user, String password) {
        boolean isTls = "mqtts".equals(broker.getScheme());
        int defaultPort = isTls ? 8883 : 1883;
        var builder = MqttClient.builder()
                .useMqttVersion5()
                .identifier("doctor-" + UUID.randomUUID())
                .serverHost(broker.getHost())
                .serverPort(broker.getPort() < 0 ? defaultPort : broker.getPort());
        if (!user.isEmpty()) {
            builder = builder.simpleAuth()
                    .username(user)
                    .password(password.getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth();
        }
        if (isTls) {
            builder = builder.sslConfig()
                    .trustManagerFactory(authorities.trustManagers())
                    .applySslConfig();
        }
        return builder.transportConfig()
                .socketConnectTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .mqttConnectTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .applyTransportConfig()
                .buildAsync();
    }

    private static boolean isHere(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
