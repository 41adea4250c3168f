package org.airlog.broker;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.airlog.broker.intake.DialectRules;
import org.airlog.broker.intake.RegistrationPolicy;
import org.airlog.broker.intake.Rules;
import org.airlog.broker.intake.limit.LimitRules;
import org.airlog.broker.mqtt.Account;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Key;
import org.airlog.configuration.Keys;
import org.airlog.configuration.LimitKeys;
import org.airlog.configuration.Settings;
import org.airlog.configuration.TlsKeys;
import org.airlog.configuration.UploadSalts;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.PayloadLimits;
import org.airlog.observation.sealing.SealingKey;
import org.airlog.observation.signature.Secret;
import org.airlog.tls.CertificateFiles;
import org.airlog.tracing.TracingConfig;

/**
 * What the extension is told, checked.
 *
 * @param rules of decisions
 * @param kafka where the log is
 * @param sealingKeys the first one seals, all of them open; at least one
 * @param spool what waits on the disk while Kafka is away
 * @param dataDir where the registry's snapshot and the spool are kept
 * @param management where operators look
 * @param accounts of MQTT users, by name
 * @param limits of rates
 * @param secretBytes random bytes of a new secret
 * @param rotationOverlap how long a rotated secret still signs
 * @param registrationPolicy who gets one
 * @param certificate what the listeners show: looked at, and not used
 * @param tracing where spans go; empty where nothing is traced
 */
public record BrokerConfig(
        Rules rules,
        Kafka kafka,
        List<SealingKey> sealingKeys,
        SpoolLimits spool,
        Path dataDir,
        InetSocketAddress management,
        Map<String, Account> accounts,
        LimitRules limits,
        int secretBytes,
        Duration rotationOverlap,
        RegistrationPolicy.Kind registrationPolicy,
        Optional<CertificateFiles> certificate,
        Optional<TracingConfig> tracing) {

    /** The keys without a default that the extension cannot do without. */
    static final List<Key<?>> REQUIRED = List.of(Keys.SEALING_KEYS);

    private static final Set<String> SCHEMES = Set.of("opensmoghash", "hmac-sha256", "hmac-sha256;t");

    public BrokerConfig {
        sealingKeys = List.copyOf(sealingKeys);
        accounts = Map.copyOf(accounts);
    }

    /** Hashes are worth guessing at. */
    @Override
    public String toString() {
        return "BrokerConfig[" + kafka + ", " + sealingKeys + ", " + registrationPolicy + "]";
    }

    /** Where Kafka is, and how its topics are made. */
    public record Kafka(
            String bootstrapServers, Map<String, String> clientProperties, int partitions, int replicationFactor) {

        public Kafka {
            clientProperties = Map.copyOf(clientProperties);
        }

        /** Client properties may hold passwords. */
        @Override
        public String toString() {
            return "Kafka[" + bootstrapServers + "]";
        }
    }

    /**
     * How much of the spool there is.
     *
     * @param maxBytes on the disk; 0: no spool
     * @param stopLimit how long a stopping broker goes on to drain it
     */
    public record SpoolLimits(long maxBytes, Duration stopLimit) {}

    /** Takes what is {@code written}, by key name; relative paths start at {@code home}. Throws with every fault. */
    static BrokerConfig of(Map<String, String> written, Path home) {
        return of(Settings.of(written, REQUIRED), home);
    }

    /** Takes the values of {@code settings}; relative paths start at {@code home}. Throws with every fault. */
    public static BrokerConfig of(Settings settings, Path home) {
        var faults = new ArrayList<String>();
        Optional<List<SealingKey>> sealingKeys = checked(Keys.SEALING_KEYS, faults, () -> sealingKeys(settings));
        Optional<Suid> defaultSuid =
                checked(Keys.UPLOAD_DEFAULT_SUID, faults, () -> Suid.parse(settings.get(Keys.UPLOAD_DEFAULT_SUID))
                        .orElseThrow(() -> new IllegalArgumentException("expected a UUID")));
        List<Rules.Salt> salts = salts(settings, faults);
        Optional<Set<String>> schemes = checked(Keys.SIGNATURE_ACCEPTED, faults, () -> schemes(settings));
        DialectRules dialects = DialectConfig.read(settings, faults);
        Optional<InetSocketAddress> management =
                checked(Keys.BROKER_MANAGEMENT_BIND, faults, () -> management(settings));
        Optional<LimitRules> limits = checked(LimitKeys.SHARED_ADDRESSES, faults, () -> LimitConfig.read(settings));
        Map<String, Account> accounts = AccountConfig.read(settings, faults);
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return new BrokerConfig(
                rules(
                        settings,
                        schemes.orElseThrow(),
                        new Rules.UploadRules(
                                settings.get(Keys.UPLOAD_REQUIRES_AUTH), defaultSuid.orElseThrow(), salts),
                        dialects),
                new Kafka(
                        settings.get(Keys.KAFKA_BOOTSTRAP_SERVERS),
                        settings.get(Keys.KAFKA_CLIENT),
                        settings.get(Keys.KAFKA_PARTITIONS),
                        settings.get(Keys.KAFKA_REPLICATION_FACTOR)),
                sealingKeys.orElseThrow(),
                new SpoolLimits((long) settings.get(Keys.SPOOL_MAX_MIB) << 20, settings.get(Keys.SPOOL_STOP_LIMIT)),
                home.resolve(settings.get(Keys.BROKER_DATA_DIR)),
                management.orElseThrow(),
                accounts,
                limits.orElseThrow(),
                settings.get(Keys.REGISTRATION_SECRET_BYTES),
                settings.get(Keys.ROTATION_OVERLAP),
                RegistrationPolicy.Kind.valueOf(
                        settings.get(Keys.REGISTRATION_POLICY).toUpperCase(Locale.ROOT)),
                certificate(settings, home),
                TracingConfig.of(settings));
    }

    private static Optional<CertificateFiles> certificate(Settings settings, Path home) {
        return TlsKeys.isCertificateSet(settings)
                ? Optional.of(new CertificateFiles(
                        home.resolve(settings.get(TlsKeys.CERTIFICATE)),
                        home.resolve(settings.get(TlsKeys.PRIVATE_KEY))))
                : Optional.empty();
    }

    private static Rules rules(
            Settings settings, Set<String> schemes, Rules.UploadRules upload, DialectRules dialects) {
        return new Rules(
                settings.get(Keys.ROGUE_ENABLED),
                new Rules.SignatureRules(
                        schemes, settings.get(Keys.SIGNATURE_REQUIRES_TLS), settings.get(Keys.SIGNATURE_MAX_AGE)),
                new Rules.ClockRules(settings.get(Keys.CLOCK_MAX_AGE), settings.get(Keys.CLOCK_MAX_AHEAD)),
                settings.get(Keys.PAYLOAD_ALL_OR_NOTHING),
                new PayloadLimits(
                        settings.get(LimitKeys.PAYLOAD_BYTES),
                        settings.get(LimitKeys.OBSERVATIONS),
                        settings.get(LimitKeys.READINGS),
                        settings.get(LimitKeys.NAME_LENGTH),
                        settings.get(LimitKeys.JSON_DEPTH)),
                upload,
                dialects);
    }

    private static List<SealingKey> sealingKeys(Settings settings) {
        var ids = new HashSet<String>();
        var keys = new ArrayList<SealingKey>();
        for (String written : settings.get(Keys.SEALING_KEYS).split(",", -1)) {
            SealingKey key = SealingKey.parse(written.strip());
            if (!ids.add(key.id())) {
                throw new IllegalArgumentException("the id " + key.id() + " is there twice");
            }
            keys.add(key);
        }
        return keys;
    }

    private static List<Rules.Salt> salts(Settings settings, List<String> faults) {
        var written = UploadSalts.of(settings);
        written.owners().forEach((name, suid) -> {
            String key = Keys.UPLOAD_SALTS.prefix() + name + UploadSalts.OWNER;
            if (Suid.parse(suid).isEmpty()) {
                faults.add(key + ": expected a UUID");
            } else if (!written.salts().containsKey(name)) {
                faults.add(key + ": there is no such salt");
            }
        });
        var salts = new ArrayList<Rules.Salt>();
        written.salts().forEach((name, salt) -> {
            Optional<Suid> owner =
                    Optional.ofNullable(written.owners().get(name)).flatMap(Suid::parse);
            salts.add(new Rules.Salt(Secret.ofText(salt), owner.orElse(null)));
        });
        return salts;
    }

    private static Set<String> schemes(Settings settings) {
        Set<String> schemes = settings.get(Keys.SIGNATURE_ACCEPTED).stream()
                .map(scheme -> scheme.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        if (schemes.isEmpty() || !SCHEMES.containsAll(schemes)) {
            throw new IllegalArgumentException("expected some of OpenSmogHash, HMAC-SHA256, HMAC-SHA256;t");
        }
        return schemes;
    }

    private static InetSocketAddress management(Settings settings) {
        try {
            var address = InetAddress.getByName(settings.get(Keys.BROKER_MANAGEMENT_BIND));
            return new InetSocketAddress(address, settings.get(Keys.BROKER_MANAGEMENT_PORT));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("expected an address of this machine", e);
        }
    }

    private static <T> Optional<T> checked(Key<?> key, List<String> faults, Supplier<T> value) {
        try {
            return Optional.of(value.get());
        } catch (IllegalArgumentException e) {
            faults.add(key.name() + ": " + e.getMessage());
            return Optional.empty();
        }
    }
}
