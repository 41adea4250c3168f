package org.airlog.launcher.up;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code airlog up} was told on the command line; empty = not told.
 *
 * @param dataDirectory holds everything that outlives a run
 * @param config properties file, {@code AIRLOG_CONFIG} where it is empty
 * @param environment where {@code AIRLOG_…} variables are
 * @param bind address of MQTT and HTTP; Kafka and the database listen on loopback whatever it says
 * @param databaseUrl use this database, {@code [jdbc:]postgresql://…}, instead of the embedded one
 * @param kafkaBootstrap use this Kafka instead of the embedded one
 * @param maxAge oldest plausible time of an observation, such as {@code 30y}
 * @param isUnlimited whether rates are not limited, for load tests
 * @param tls of encrypted connections
 * @param isDemo whether to send the demo month once everything runs
 */
public record UpOptions(
        Path dataDirectory,
        Optional<Path> config,
        Map<String, String> environment,
        Optional<String> bind,
        Optional<Integer> httpPort,
        Optional<Integer> mqttPort,
        int kafkaPort,
        int databasePort,
        Optional<String> databaseUrl,
        Optional<String> kafkaBootstrap,
        Optional<String> maxAge,
        boolean isUnlimited,
        TlsOptions tls,
        boolean isDemo) {

    /** Takes a copy of the environment. */
    public UpOptions {
        environment = Map.copyOf(environment);
    }

    /** Environment and URL may hold passwords. */
    @Override
    public String toString() {
        return "UpOptions[" + dataDirectory + "]";
    }
}
