package org.airlog.launcher.up;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Key;
import org.airlog.configuration.Keys;
import org.airlog.configuration.LimitKeys;
import org.airlog.configuration.Settings;
import org.airlog.launcher.console.CommandFailedException;

/**
 * The configuration of all parts: what the operator's file and environment say, below it what {@code up} does
 * differently from single processes, above it the command line. Safe for use by many threads.
 */
final class PlatformConfig {

    private static final int ANY_FREE_PORT = 0;
    /** Of no business to the extension, which is handed its values in a file. */
    private static final List<Key<?>> NOT_FOR_THE_BROKER = List.of(
            Keys.DATABASE_URL,
            Keys.DATABASE_USER,
            Keys.DATABASE_PASSWORD,
            Keys.GATEWAY_MQTT_PASSWORD,
            Keys.OPERATOR_MQTT_PASSWORD,
            Keys.OPENSENSEMAP_PASSWORD);

    private final UpOptions options;
    private final Map<String, String> values = new ConcurrentHashMap<>();
    private final Optional<String> externalKafka;
    private final Optional<DatabaseUrl> externalDatabase;

    /** Reads the file and the environment; throws {@link ConfigException} with all their faults. */
    PlatformConfig(UpOptions options, DataDirectory directory) throws CommandFailedException {
        this.options = options;
        Map<String, String> written = Settings.written(options.config(), options.environment());
        // Blank means unset, here as everywhere.
        written.values().removeIf(String::isBlank);
        values.put(Keys.BROKER_DATA_DIR.name(), directory.registry().toString());
        // Two installations on one machine must not meet at a port that no option of this command names.
        values.put(Keys.BROKER_MANAGEMENT_PORT.name(), Integer.toString(ANY_FREE_PORT));
        values.putAll(written);

        options.bind().ifPresent(address -> values.put(Keys.HTTP_BIND.name(), address));
        options.httpPort().ifPresent(port -> values.put(Keys.HTTP_PORT.name(), Integer.toString(port)));
        if (options.isUnlimited()) {
            values.put(LimitKeys.ENABLED.name(), Boolean.toString(false));
        }
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

    void useSealingKeys(String keys) {
        values.put(Keys.SEALING_KEYS.name(), keys);
    }

    void useKafka(String bootstrapServers) {
        values.put(Keys.KAFKA_BOOTSTRAP_SERVERS.name(), bootstrapServers);
    }

    void useDatabase(String jdbcUrl) {
        values.put(Keys.DATABASE_URL.name(), jdbcUrl);
    }

    void useBroker(int mqttPort) {
        values.put(Keys.GATEWAY_MQTT_URL.name(), "mqtt://" + reachable() + ":" + mqttPort);
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
        var ofBroker = new HashMap<>(values);
        NOT_FOR_THE_BROKER.forEach(key -> ofBroker.remove(key.name()));
        rejectContradictions(ofBroker);
        return Map.copyOf(ofBroker);
    }

    /** Where MQTT and HTTP listen. */
    String bind() {
        return settings().get(Keys.HTTP_BIND);
    }

    /** An address at which what listens on {@link #bind()} can be reached from this machine. */
    String reachable() {
        return switch (bind()) {
            case "0.0.0.0", "::" -> "127.0.0.1";
            default -> bind().contains(":") ? "[" + bind() + "]" : bind();
        };
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
    private void rejectContradictions(Map<String, String> ofBroker) {
        var faults = new ArrayList<String>();
        for (Key<?> key : Keys.ALL) {
            String variable = options.environment().get(key.environmentVariable());
            String value = ofBroker.get(key.name());
            if (variable != null
                    && !variable.isBlank()
                    && value != null
                    && !variable.strip().equals(value.strip())) {
                faults.add(key.environmentVariable() + ": says something else than the command line, unset it");
            }
        }
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
    }
}
