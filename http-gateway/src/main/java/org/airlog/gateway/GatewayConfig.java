package org.airlog.gateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Key;
import org.airlog.configuration.Keys;
import org.airlog.configuration.LimitKeys;
import org.airlog.configuration.Settings;
import org.airlog.configuration.TlsKeys;
import org.airlog.gateway.http.Https;
import org.airlog.gateway.mqtt.BrokerAddress;
import org.airlog.proxy.TrustedProxies;
import org.airlog.tls.Authorities;
import org.airlog.tls.CertificateFiles;
import org.airlog.tracing.TracingConfig;

/**
 * What the gateway is told. {@code toString} keeps the password to itself.
 *
 * @param bind address to listen on
 * @param port 0 takes any free one
 * @param https where to listen for HTTPS as well
 * @param trustedProxies whose word on the client's address and on TLS is believed
 * @param maxRequests most requests at once; one more is answered 503
 * @param maxPayloadBytes largest body; a larger one is answered 413
 * @param broker where to publish
 * @param authorities whose certificate the broker shows
 * @param password of the MQTT user {@code gateway}
 * @param clients MQTT clients
 * @param timeout how long a request waits for the broker
 * @param management where operators look
 * @param tracing where spans go; empty where nothing is traced
 */
public record GatewayConfig(
        String bind,
        int port,
        Optional<Https> https,
        TrustedProxies trustedProxies,
        int maxRequests,
        int maxPayloadBytes,
        BrokerAddress broker,
        Authorities authorities,
        String password,
        int clients,
        Duration timeout,
        InetSocketAddress management,
        Optional<TracingConfig> tracing) {

    /** The keys without a default that the gateway cannot do without. */
    public static final List<Key<?>> REQUIRED = List.of(Keys.GATEWAY_MQTT_PASSWORD);

    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(5);

    /** Checks what {@link Keys} cannot. */
    public GatewayConfig {
        if (timeout.compareTo(SHORTEST_TIMEOUT) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new ConfigException(List.of(Keys.GATEWAY_TIMEOUT.name() + ": expected 100ms to 5m"));
        }
    }

    /** Reads it; throws {@link ConfigException} that names the key at fault. */
    public static GatewayConfig of(Settings settings) {
        return new GatewayConfig(
                settings.get(Keys.HTTP_BIND),
                settings.get(Keys.HTTP_PORT),
                https(settings),
                trustedProxies(settings.get(Keys.HTTP_TRUSTED_PROXIES)),
                settings.get(Keys.HTTP_MAX_REQUESTS),
                settings.get(LimitKeys.PAYLOAD_BYTES),
                broker(settings.get(Keys.GATEWAY_MQTT_URL)),
                authorities(settings),
                settings.get(Keys.GATEWAY_MQTT_PASSWORD),
                settings.get(Keys.GATEWAY_CLIENTS),
                settings.get(Keys.GATEWAY_TIMEOUT),
                new InetSocketAddress(
                        settings.get(Keys.GATEWAY_MANAGEMENT_BIND), settings.get(Keys.GATEWAY_MANAGEMENT_PORT)),
                TracingConfig.of(settings));
    }

    @Override
    public String toString() {
        return "GatewayConfig[" + bind + ":" + port + " → " + broker + ", " + clients + " clients]";
    }

    private static Optional<Https> https(Settings settings) {
        return TlsKeys.isCertificateSet(settings)
                ? Optional.of(new Https(
                        settings.get(TlsKeys.HTTPS_PORT),
                        new CertificateFiles(settings.get(TlsKeys.CERTIFICATE), settings.get(TlsKeys.PRIVATE_KEY))))
                : Optional.empty();
    }

    private static Authorities authorities(Settings settings) {
        try {
            return Authorities.in(settings.find(TlsKeys.AUTHORITIES));
        } catch (IOException e) {
            throw new ConfigException(List.of(TlsKeys.AUTHORITIES.name() + ": " + e.getMessage()));
        }
    }

    private static TrustedProxies trustedProxies(List<String> blocks) {
        try {
            return TrustedProxies.parse(blocks);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(List.of(Keys.HTTP_TRUSTED_PROXIES.name() + ": " + e.getMessage()));
        }
    }

    private static BrokerAddress broker(String url) {
        try {
            return BrokerAddress.parse(url);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    List.of(Keys.GATEWAY_MQTT_URL.name() + ": '" + url + "' is not valid, " + e.getMessage()));
        }
    }
}
