package org.airlog.launcher.service;

import java.nio.file.Path;
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

    /** What names, in the extension's own file, the one that it shares with others. */
    private static final String SHARED = "airlog.config";

    private BrokerValues() {}

    /**
     * What the extension is handed in a file of its own: which file it shares with us, and over it those of {@code values} that
     * are not {@code written} there or in the environment, without the secrets of others. The rest it reads itself, and again
     * whenever that changes.
     */
    public static Map<String, String> forExtension(
            Map<String, String> values, Map<String, String> written, Optional<Path> shared) {
        var own = new HashMap<String, String>();
        values.forEach((name, value) -> {
            if (!value.equals(written.get(name))) {
                own.put(name, value);
            }
        });
        NOT_FOR_THE_BROKER.forEach(key -> own.remove(key.name()));
        // Relative to where we are, not to the extension.
        for (Key<?> file : List.of(TlsKeys.CERTIFICATE, TlsKeys.PRIVATE_KEY)) {
            String path = values.get(file.name());
            if (path != null) {
                own.put(file.name(), Path.of(path).toAbsolutePath().toString());
            }
        }
        shared.ifPresent(file -> own.put(SHARED, file.toAbsolutePath().toString()));
        return Map.copyOf(own);
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
