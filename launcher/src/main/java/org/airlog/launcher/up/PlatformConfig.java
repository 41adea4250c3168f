package org.airlog.launcher.up;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Key;
import org.airlog.configuration.Keys;
import org.airlog.configuration.LimitKeys;
import org.airlog.configuration.Settings;
import org.airlog.configuration.TlsKeys;
import org.airlog.configuration.reload.Reload;
import org.airlog.configuration.reload.Reloadable;
import org.airlog.embedded.TlsListener;
import org.airlog.gateway.GatewayConfig;
import org.airlog.ingest.IngestConfig;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.service.BrokerValues;
import org.airlog.portal.PortalConfig;

/**
 * The configuration of all parts: what the operator's file and environment say, below it what {@code up} does
 * differently from single processes, above it the command line. Safe for use by many threads.
 */
final class PlatformConfig {

    private static final int ANY_FREE_PORT = 0;
    private static final int PARTITIONS_OF_ONE_NODE = 1;
    private static final String LOOPBACK = "127.0.0.1";
    private static final List<Key<?>> REQUIRED = Stream.of(
                    IngestConfig.REQUIRED, PortalConfig.REQUIRED, GatewayConfig.REQUIRED)
            .flatMap(List::stream)
            .toList();

    private final UpOptions options;
    private final Map<String, String> written;
    private final Map<String, String> values = new ConcurrentHashMap<>();
    private final Optional<String> externalKafka;
    private final Optional<DatabaseUrl> externalDatabase;
    private volatile Optional<Path> authority = Optional.empty();

    /** Reads the file and the environment; throws {@link ConfigException} with all their faults. */
    PlatformConfig(UpOptions options, DataDirectory directory) throws CommandFailedException {
        this.options = options;
        this.written = written();
        values.put(Keys.BROKER_DATA_DIR.name(), directory.registry().toString());
        // Two installations on one machine must not meet at a port that no option of this command names.
        values.put(Keys.BROKER_MANAGEMENT_PORT.name(), Integer.toString(ANY_FREE_PORT));
        values.put(Keys.INGEST_MANAGEMENT_PORT.name(), Integer.toString(ANY_FREE_PORT));
        values.put(Keys.GATEWAY_MANAGEMENT_PORT.name(), Integer.toString(ANY_FREE_PORT));
        values.putAll(written);

        values.putIfAbsent(Keys.MQTT_BIND.name(), values.getOrDefault(Keys.HTTP_BIND.name(), LOOPBACK));
        options.bind()
                .ifPresent(address ->
                        values.putAll(Map.of(Keys.HTTP_BIND.name(), address, Keys.MQTT_BIND.name(), address)));
        options.mqttPort().ifPresent(port -> values.put(Keys.MQTT_PORT.name(), Integer.toString(port)));
        options.httpPort().ifPresent(port -> values.put(Keys.HTTP_PORT.name(), Integer.toString(port)));
        if (options.isUnlimited()) {
            values.put(LimitKeys.ENABLED.name(), Boolean.toString(false));
        }
        options.tls().httpsPort().ifPresent(port -> values.put(TlsKeys.HTTPS_PORT.name(), Integer.toString(port)));
        options.tls().mqttsPort().ifPresent(port -> values.put(TlsKeys.MQTTS_PORT.name(), Integer.toString(port)));
        options.maxAge().ifPresent(age -> values.put(Keys.CLOCK_MAX_AGE.name(), age));
        externalKafka = options.kafkaBootstrap()
                .or(() -> Optional.ofNullable(written.get(Keys.KAFKA_BOOTSTRAP_SERVERS.name())));
        externalKafka.ifPresent(this::useKafka);
        Optional<String> databaseUrl =
                options.databaseUrl().or(() -> Optional.ofNullable(written.get(Keys.DATABASE_URL.name())));
        externalDatabase = databaseUrl.isEmpty() ? Optional.empty() : Optional.of(DatabaseUrl.parse(databaseUrl.get()));
        externalDatabase.ifPresent(url -> {
            url.user().ifPresent(user -> values.put(Keys.DATABASE_USER.name(), user));
            url.password().ifPresent(password -> values.put(Keys.DATABASE_PASSWORD.name(), password));
            values.put(Keys.DATABASE_URL.name(), url.jdbc());
        });
        check();
    }

    /** Sets what is missing of {@link Secrets}. */
    void addSecrets(Map<String, String> secrets) {
        secrets.forEach(values::putIfAbsent);
    }

    boolean isSet(Key<?> key) {
        return values.containsKey(key.name());
    }

    /** Whether an environment variable sets it, which the extension reads as well. */
    boolean isSetByVariable(Key<?> key) {
        String variable = options.environment().get(key.environmentVariable());
        return variable != null && !variable.isBlank();
    }

    /** A certificate that is made here, where one is asked for and none is named. */
    void completeCertificate(DevelopmentCertificate made, Instant now) throws CommandFailedException {
        if (options.tls().isAsked() && !TlsKeys.isCertificateSet(settings())) {
            Set<String> hosts = new TreeSet<>(DevelopmentCertificate.hosts(httpBind()));
            hosts.addAll(DevelopmentCertificate.hosts(mqttBind()));
            made.renew(hosts, now);
            values.put(TlsKeys.CERTIFICATE.name(), made.server().certificate().toString());
            values.put(TlsKeys.PRIVATE_KEY.name(), made.server().privateKey().toString());
            authority = Optional.of(made.authority());
        }
    }

    /** Of the certificate that is made here; empty where another is in use, or none. */
    Optional<Path> authority() {
        return authority;
    }

    /** MQTT over TLS, where there is a certificate; throws a {@link ConfigException} where half of what it needs is set. */
    Optional<TlsListener> tlsListener() {
        return BrokerValues.tls(settings());
    }

    void useSealingKeys(String keys) {
        values.put(Keys.SEALING_KEYS.name(), keys);
    }

    void useKafka(String bootstrapServers) {
        values.put(Keys.KAFKA_BOOTSTRAP_SERVERS.name(), bootstrapServers);
    }

    /** One in this process: it flushes each partition of each request to the one disk, for the one consumer. */
    void useOwnKafka(String bootstrapServers) {
        useKafka(bootstrapServers);
        values.putIfAbsent(Keys.KAFKA_PARTITIONS.name(), Integer.toString(PARTITIONS_OF_ONE_NODE));
    }

    void useDatabase(String jdbcUrl) {
        values.put(Keys.DATABASE_URL.name(), jdbcUrl);
    }

    void useBroker(int mqttPort) {
        String url = "mqtt://" + reachable(mqttBind()) + ":" + mqttPort;
        values.put(Keys.GATEWAY_MQTT_URL.name(), url);
        values.put(Keys.PORTAL_MQTT_URL.name(), url);
    }

    /** The extension listens where nobody else of this process could tell, unless the port is known before. */
    void chooseManagementPort() throws CommandFailedException {
        if (settings().get(Keys.BROKER_MANAGEMENT_PORT) == ANY_FREE_PORT
                && !isSetByVariable(Keys.BROKER_MANAGEMENT_PORT)) {
            int port = Ports.anyFree(settings().get(Keys.BROKER_MANAGEMENT_BIND));
            values.put(Keys.BROKER_MANAGEMENT_PORT.name(), Integer.toString(port));
        }
    }

    /** The portal is told where the gateway will be asked how it does before that one starts. */
    void chooseGatewayManagementPort() throws CommandFailedException {
        if (settings().get(Keys.GATEWAY_MANAGEMENT_PORT) == ANY_FREE_PORT) {
            int port = Ports.anyFree(settings().get(Keys.GATEWAY_MANAGEMENT_BIND));
            values.put(Keys.GATEWAY_MANAGEMENT_PORT.name(), Integer.toString(port));
        }
    }

    /** The operator's view looks at the parts of this process, unless it is told at which. */
    void watchParts(String addresses) {
        values.putIfAbsent(Keys.PORTAL_WATCHED.name(), addresses);
    }

    /** A Kafka that is not ours to start. */
    Optional<String> externalKafka() {
        return externalKafka;
    }

    /** A database that is not ours to start. */
    Optional<DatabaseUrl> externalDatabase() {
        return externalDatabase;
    }

    /** What is set so far. */
    Settings settings() {
        return settings(List.of());
    }

    /** What a process of this JVM reads its configuration from. */
    Settings settings(List<Key<?>> required) {
        return Settings.of(values, required);
    }

    /** What the extension reads, as a file. */
    Map<String, String> ofBroker() {
        Map<String, String> ofBroker = BrokerValues.forExtension(values, written, file());
        rejectContradictions(ofBroker.keySet());
        return ofBroker;
    }

    /** Will have {@code parts} take what changes in the operator's file; what the command itself has set stays over it. */
    Reload reload(List<Reloadable> parts) {
        var own = new HashMap<>(values);
        own.entrySet().removeIf(set -> set.getValue().equals(written.get(set.getKey())));
        return new Reload(
                file().stream().toList(),
                () -> {
                    Map<String, String> anew = written();
                    anew.putAll(own);
                    return anew;
                },
                values,
                REQUIRED,
                parts);
    }

    private Optional<Path> file() {
        return Settings.file(options.config(), options.environment());
    }

    /** Blank means unset, here as everywhere. */
    private Map<String, String> written() {
        Map<String, String> written = Settings.written(options.config(), options.environment());
        written.values().removeIf(String::isBlank);
        return written;
    }

    /** Where HTTP listens. */
    String httpBind() {
        return settings().get(Keys.HTTP_BIND);
    }

    /** Where MQTT listens: with HTTP, where it is not told otherwise. */
    String mqttBind() {
        return settings().get(Keys.MQTT_BIND);
    }

    /** An address at which what listens on {@code bind} can be reached from this machine. */
    static String reachable(String bind) {
        return switch (bind) {
            case "0.0.0.0", "::" -> LOOPBACK;
            default -> bind.contains(":") ? "[" + bind + "]" : bind;
        };
    }

    int mqttPort() {
        return settings().get(Keys.MQTT_PORT);
    }

    int httpsPort() {
        return settings().get(TlsKeys.HTTPS_PORT);
    }

    int httpPort() {
        return settings().get(Keys.HTTP_PORT);
    }

    UpOptions options() {
        return options;
    }

    private void check() {
        settings();
    }

    /** The extension lets variables win over its file, so one that says something else would win over the command line. */
    private void rejectContradictions(Set<String> ofBroker) {
        var faults = new ArrayList<String>();
        for (Key<?> key : Keys.ALL) {
            String variable = options.environment().get(key.environmentVariable());
            String value = values.get(key.name());
            if (variable != null
                    && !variable.isBlank()
                    && value != null
                    && ofBroker.contains(key.name())
                    && !variable.strip().equals(value.strip())) {
                faults.add(key.environmentVariable() + ": says something else than the command line, unset it");
            }
        }
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
    }
}
