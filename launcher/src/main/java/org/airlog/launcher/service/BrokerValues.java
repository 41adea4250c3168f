package org.airlog.launcher.service;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Key;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Settings;
import org.airlog.configuration.TlsKeys;
import org.airlog.embedded.TlsListener;
import org.airlog.tls.CertificateFiles;

/** What of a configuration is for the broker. */
public final class BrokerValues {

    private static final List<Key<?>> NOT_FOR_THE_BROKER = List.of(
            Keys.DATABASE_URL,
            Keys.DATABASE_USER,
            Keys.DATABASE_PASSWORD,
            Keys.GATEWAY_MQTT_PASSWORD,
            Keys.OPERATOR_MQTT_PASSWORD,
            Keys.PORTAL_MQTT_PASSWORD,
            Keys.OPENSENSEMAP_PASSWORD);

    private BrokerValues() {}

    /** What the extension is handed in a file of its own: {@code values} by key name, without the secrets of others. */
    public static Map<String, String> of(Map<String, String> values) {
        var ofBroker = new HashMap<>(values);
        NOT_FOR_THE_BROKER.forEach(key -> ofBroker.remove(key.name()));
        return Map.copyOf(ofBroker);
    }

    /** MQTT over TLS, where there is a certificate; throws a {@link ConfigException} where half of what it needs is set. */
    public static Optional<TlsListener> tls(Settings settings) {
        if (!TlsKeys.isCertificateSet(settings)) {
            return Optional.empty();
        }
        String clients = settings.get(TlsKeys.CLIENT_CERTIFICATES);
        return Optional.of(new TlsListener(
                settings.get(TlsKeys.MQTTS_PORT),
                new CertificateFiles(settings.get(TlsKeys.CERTIFICATE), settings.get(TlsKeys.PRIVATE_KEY)),
                clients.equals("none") ? Optional.empty() : settings.find(TlsKeys.CLIENT_AUTHORITIES),
                clients.equals("required")));
    }
}
