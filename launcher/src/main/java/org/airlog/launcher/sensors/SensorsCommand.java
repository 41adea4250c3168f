package org.airlog.launcher.sensors;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.Suid;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code airlog sensors}: what its subcommands share.
 *
 * <p>What they need to know they take from the options, else from the configuration ({@code --config}, {@code AIRLOG_…}),
 * else from what {@code airlog up} keeps in its data directory.
 */
@Command(
        name = "sensors",
        description = {
            "Lists registered sensors and changes the registry as its operator.",
            "Beside an airlog up with its default ports no option is needed; elsewhere name its data directory, or set "
                    + "airlog.operator.mqtt-password and airlog.database.password."
        },
        subcommands = {
            SensorsListCommand.class,
            SensorsShowCommand.class,
            SensorsReleaseCommand.class,
            SensorsProvisionCommand.class,
            SensorsRevokeCommand.class,
            SensorsRotateCommand.class
        })
public final class SensorsCommand {

    private SensorsCommand() {}

    /** Where the installation's own secrets are. */
    @SuppressWarnings("NullAway.Init") // picocli sets what has a default before call()
    public static class Installation {

        @Option(
                names = "--data-dir",
                paramLabel = "DIR",
                defaultValue = "data",
                description = "Of the airlog up whose passwords are used. Default: ${DEFAULT-VALUE}.")
        private Path dataDirectory;

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "Properties airlog.*. Default: the file that AIRLOG_CONFIG names.")
        private @Nullable Path config;

        /** Where {@code airlog up} keeps what it has made. */
        public Path dataDirectory() {
            return dataDirectory;
        }

        /** The file that an option names. */
        public Optional<Path> config() {
            return Optional.ofNullable(config);
        }

        /** What they say. */
        public OperatorSettings settings() throws CommandFailedException {
            return OperatorSettings.load(dataDirectory, config(), System.getenv());
        }
    }

    /** The way to the registry. */
    static final class Broker extends Installation {

        @Option(
                names = "--mqtt",
                paramLabel = "URL",
                description = "mqtt://host[:port] or mqtts://host[:port]. Default: mqtt://127.0.0.1:1883.")
        private @Nullable URI mqtt;

        OperatorLink open() throws CommandFailedException {
            return settings().link(Optional.ofNullable(mqtt));
        }
    }

    /** The way to the tables. */
    static final class Database extends Installation {

        @Option(
                names = "--database-url",
                paramLabel = "URL",
                description = "postgresql://[user:password@]host:port/database. Default: that of airlog up, "
                        + "127.0.0.1:5432.")
        private @Nullable String url;

        SensorRows open() throws CommandFailedException {
            return settings().rows(Optional.ofNullable(url));
        }
    }

    /** Reads a SUID. */
    public static final class SuidConverter implements ITypeConverter<Suid> {

        @Override
        public Suid convert(String value) {
            return Suid.parse(value).orElseThrow(() -> new TypeConversionException("'" + value + "' is not a UUID"));
        }
    }
}
