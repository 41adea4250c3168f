package org.airlog.launcher.doctor;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Key;
import org.airlog.configuration.Keys;
import org.airlog.configuration.LimitKeys;
import org.airlog.configuration.Settings;
import org.airlog.configuration.TlsKeys;
import org.airlog.observation.sealing.SealingKey;

/** What there is to say about a configuration: its faults, and what is allowed yet seldom meant. Pure. */
final class ConfigurationJudgement {

    static final String CHECK = "configuration";

    private static final int SAFE_REPLICAS = 3;

    private final Settings settings;
    private final List<Finding> findings = new ArrayList<>();

    private ConfigurationJudgement(Settings settings) {
        this.settings = settings;
    }

    /** {@code faults} were found in what {@code settings} were made of, without the values at fault. */
    static List<Finding> of(List<String> faults, Settings settings) {
        var judgement = new ConfigurationJudgement(settings);
        faults.forEach(fault -> judgement.fail(fault, "mend it: docs/configuration.md has every key"));
        judgement.exposure();
        judgement.safety();
        judgement.secrets();
        boolean isSound = judgement.findings.stream().noneMatch(finding -> finding.level() == Finding.Level.FAIL);
        if (isSound) {
            judgement.findings.add(0, Finding.ok(CHECK, "every key and value can be read"));
        }
        return judgement.findings;
    }

    private void exposure() {
        boolean isExposed =
                Stream.of(Keys.HTTP_BIND, Keys.MQTT_BIND).map(settings::get).anyMatch(bind -> !isLoopback(bind));
        boolean hasCertificate = hasCertificate();
        if (!isExposed) {
            return;
        }
        if (settings.get(Keys.REGISTRATION_POLICY).equals("open")) {
            warn(
                    "open for others than this machine, and " + Keys.REGISTRATION_POLICY.name()
                            + " is open: anybody may register a SUID that has not signed yet",
                    "set it to signed or provisioned");
        }
        if (!settings.get(Keys.SIGNATURE_REQUIRES_TLS)) {
            warn(
                    "open for others than this machine, and " + Keys.SIGNATURE_REQUIRES_TLS.name()
                            + " is false: readings and secrets may travel in the clear",
                    "set it to true where sensors can use TLS");
        }
        if (!hasCertificate && settings.get(Keys.HTTP_TRUSTED_PROXIES).isEmpty()) {
            warn(
                    "open for others than this machine without a certificate of its own",
                    "set " + TlsKeys.CERTIFICATE.name() + " and " + TlsKeys.PRIVATE_KEY.name()
                            + ", or let a proxy in front end TLS");
        }
    }

    private boolean hasCertificate() {
        try {
            return TlsKeys.isCertificateSet(settings);
        } catch (ConfigException half) {
            half.faults().forEach(fault -> fail(fault, "set both or neither"));
            return true;
        }
    }

    private void safety() {
        if (!settings.get(LimitKeys.ENABLED)) {
            warn(
                    "limits are switched off: one sender can use up everything",
                    "set " + LimitKeys.ENABLED.name() + " to true, as false is for load tests");
        }
        int replicas = settings.get(Keys.KAFKA_REPLICATION_FACTOR);
        int servers = settings.get(Keys.KAFKA_BOOTSTRAP_SERVERS).split(",", -1).length;
        if (servers >= SAFE_REPLICAS && replicas < SAFE_REPLICAS) {
            warn(
                    servers + " Kafka brokers are named, and topics would be made with " + replicas + " replicas",
                    "set " + Keys.KAFKA_REPLICATION_FACTOR.name() + " to 3");
        }
    }

    private void secrets() {
        String keys = settings.find(Keys.SEALING_KEYS).orElse("");
        if (keys.isBlank()) {
            warn(
                    Keys.SEALING_KEYS.name() + " is not set here: brokers and consumers do not start without",
                    "give them the key that sealed what is stored; a new one only where nothing is stored");
        }
        Arrays.stream(keys.split(",", -1))
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .forEach(this::sealingKey);
        if (settings.find(Keys.PRINCIPAL_OPERATOR).isEmpty()
                && settings.get(Keys.PRINCIPAL_OPERATORS).isEmpty()) {
            warn(
                    "no operator is set: nobody can release, revoke or rotate a sensor",
                    "make a password with airlog password, and set " + Keys.PRINCIPAL_OPERATOR.name());
        }
        pair(Keys.GATEWAY_MQTT_PASSWORD, Keys.PRINCIPAL_GATEWAY);
        pair(Keys.PORTAL_MQTT_PASSWORD, Keys.PRINCIPAL_PORTAL);
        if (settings.get(Keys.OPERATOR_MQTT_USER).equals(Keys.OPERATOR_MQTT_USER.defaultText())) {
            pair(Keys.OPERATOR_MQTT_PASSWORD, Keys.PRINCIPAL_OPERATOR);
        }
    }

    private void sealingKey(String text) {
        try {
            SealingKey.parse(text);
        } catch (IllegalArgumentException e) {
            fail(Keys.SEALING_KEYS.name() + ": " + e.getMessage(), "put the whole key there, as it was made");
        }
    }

    private void pair(Key<String> password, Key<String> hash) {
        byte[] known = settings.find(hash).orElse("").getBytes(StandardCharsets.UTF_8);
        String text = settings.find(password).orElse("");
        if (!text.isEmpty()
                && known.length > 0
                && !BCrypt.verifyer().verify(text.getBytes(StandardCharsets.UTF_8), known).verified) {
            fail(
                    password.name() + " is not the password whose hash is " + hash.name(),
                    "make the hash of that password with airlog password, and set it for the broker");
        }
    }

    private void warn(String found, String remedy) {
        findings.add(Finding.warn(CHECK, found, remedy));
    }

    private void fail(String found, String remedy) {
        findings.add(Finding.fail(CHECK, found, remedy));
    }

    private static boolean isLoopback(String bind) {
        try {
            return bind.equals("localhost") || InetAddress.getByName(bind).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
