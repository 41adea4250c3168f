package org.airlog.launcher.up;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.airlog.launcher.console.CommandFailedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code airlog up}: its options. {@link Up} does the work. */
@Command(
        name = "up",
        description = {
            "Runs all of Airlog in one process: HiveMQ CE with the extension, Kafka, PostgreSQL, consumer, gateway and portal.",
            "Prints one line that begins with READY when the whole path works. Ctrl-C or SIGTERM stops it in order, a "
                    + "second one at once; the next start on the same data directory goes on where this one ended, "
                    + "however it ended."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what has a default before call()
public final class UpCommand implements Callable<Integer> {

    private static final int HIGHEST_PORT = 65_535;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Everything that outlives a run. Default: ${DEFAULT-VALUE}.")
    private Path dataDirectory;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties airlog.*, see docs/configuration.md. Default: the file that AIRLOG_CONFIG names.")
    private @Nullable Path config;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "Where MQTT and HTTP listen. Default: 127.0.0.1. Kafka and the database never leave it.")
    private @Nullable String bind;

    @Option(names = "--http-port", paramLabel = "PORT", description = "Default: 8080. 0 takes any free one.")
    private @Nullable Integer httpPort;

    @Option(names = "--mqtt-port", paramLabel = "PORT", description = "Default: 1883. 0 takes any free one.")
    private @Nullable Integer mqttPort;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "Default: ${DEFAULT-VALUE}. 0 takes any free one.")
    private int kafkaPort;

    @Option(
            names = "--database-port",
            paramLabel = "PORT",
            defaultValue = "5432",
            description = "Default: ${DEFAULT-VALUE}. 0 takes any free one.")
    private int databasePort;

    @Option(names = "--kafka-bootstrap", paramLabel = "HOST:PORT", description = "Use this Kafka and start none.")
    private @Nullable String kafkaBootstrap;

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "Use this database and start none: postgresql://user:password@host:port/database.")
    private @Nullable String databaseUrl;

    @Option(
            names = "--max-age",
            paramLabel = "AGE",
            description = "Oldest plausible time of an observation, such as 30y to load an archive. Default: 400d.")
    private @Nullable String maxAge;

    @Option(
            names = "--no-limits",
            description = "Take publishes as fast as they come: for load tests. Limits of one payload stay.")
    private boolean isUnlimited;

    @Option(
            names = "--tls",
            description =
                    "Takes HTTPS and MQTT over TLS as well: with the certificate of the configuration, else with one "
                            + "of an authority that is made in the data directory.")
    private boolean isTls;

    @Option(names = "--https-port", paramLabel = "PORT", description = "Default: 8443. 0 takes any free one.")
    private @Nullable Integer httpsPort;

    @Option(names = "--mqtts-port", paramLabel = "PORT", description = "Default: 8883. 0 takes any free one.")
    private @Nullable Integer mqttsPort;

    @Option(
            names = "--demo",
            description = "Then register a sensor, send a real month as signed publishes, and show what has landed.")
    private boolean isDemo;

    /** Runs until it is stopped. */
    @Override
    public Integer call() throws CommandFailedException {
        checkPort("--http-port", httpPort);
        checkPort("--https-port", httpsPort);
        checkPort("--mqtts-port", mqttsPort);
        checkPort("--mqtt-port", mqttPort);
        checkPort("--kafka-port", kafkaPort);
        checkPort("--database-port", databasePort);
        var options = new UpOptions(
                dataDirectory,
                Optional.ofNullable(config),
                System.getenv(),
                Optional.ofNullable(bind),
                Optional.ofNullable(httpPort),
                Optional.ofNullable(mqttPort),
                kafkaPort,
                databasePort,
                Optional.ofNullable(databaseUrl),
                Optional.ofNullable(kafkaBootstrap),
                Optional.ofNullable(maxAge),
                isUnlimited,
                new TlsOptions(isTls, Optional.ofNullable(httpsPort), Optional.ofNullable(mqttsPort)),
                isDemo);
        return new Up(options, spec.commandLine().getOut(), spec.commandLine().getErr()).run();
    }

    private void checkPort(String option, @Nullable Integer port) {
        if (port == null) {
            return;
        }
        if (port < 0 || port > HIGHEST_PORT) {
            throw new ParameterException(spec.commandLine(), option + " must be from 0 to " + HIGHEST_PORT);
        }
    }
}
