package org.airlog.configuration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keys of encrypted connections: which certificates the servers show, and whom the clients believe. */
public final class TlsKeys {

    public static final Key<Path> CERTIFICATE = Key.path(
            "airlog.tls.certificate",
            null,
            "PEM file of the certificate chain that MQTT and HTTP listeners show; read anew when it changes.");
    public static final Key<Path> PRIVATE_KEY =
            Key.path("airlog.tls.private-key", null, "PEM file of its private key, not encrypted.");
    public static final Key<String> CLIENT_CERTIFICATES = Key.choice(
            "airlog.tls.client-certificates",
            "none",
            List.of("none", "optional", "required"),
            "Whether MQTT clients over TLS show a certificate.");
    public static final Key<Path> CLIENT_AUTHORITIES = Key.path(
            "airlog.tls.client-authorities",
            null,
            "PEM file of the authorities whose client certificates are believed.");
    public static final Key<Path> AUTHORITIES = Key.path(
            "airlog.tls.authorities",
            null,
            "PEM file of authorities that our own clients (gateway, portal, commands) believe besides those of the JDK.");
    public static final Key<Integer> MQTTS_PORT = Key.integer(
            "airlog.mqtts.port",
            8883,
            0,
            65_535,
            "Port of the broker for MQTT over TLS, where there is a certificate; 0 takes any free one.");
    public static final Key<Integer> HTTPS_PORT = Key.integer(
            "airlog.https.port",
            8443,
            0,
            65_535,
            "Port of the gateway for HTTPS, where there is a certificate; 0 takes any free one.");

    /** All of them. */
    public static final List<Key<?>> ALL = List.of(
            CERTIFICATE, PRIVATE_KEY, CLIENT_CERTIFICATES, CLIENT_AUTHORITIES, AUTHORITIES, MQTTS_PORT, HTTPS_PORT);

    private TlsKeys() {}

    /**
     * Whether there is a certificate to show.
     *
     * @throws ConfigException where a half of what belongs together is not set
     */
    public static boolean isCertificateSet(Settings settings) {
        var faults = new ArrayList<String>();
        boolean isSet = settings.find(CERTIFICATE).isPresent();
        if (isSet != settings.find(PRIVATE_KEY).isPresent()) {
            faults.add((isSet ? PRIVATE_KEY : CERTIFICATE).name() + ": must be set where "
                    + (isSet ? CERTIFICATE : PRIVATE_KEY).name() + " is");
        }
        if (!settings.get(CLIENT_CERTIFICATES).equals("none")
                && settings.find(CLIENT_AUTHORITIES).isEmpty()) {
            faults.add(CLIENT_AUTHORITIES.name() + ": must be set where " + CLIENT_CERTIFICATES.name() + " is "
                    + settings.get(CLIENT_CERTIFICATES));
        }
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return isSet;
    }
}
