package org.airlog.launcher.letters;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.airlog.configuration.Durations;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Settings;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.sensors.SensorsCommand;
import org.airlog.observation.Suid;
import org.airlog.portal.kafka.KafkaAccess;
import org.airlog.portal.letters.LetterId;
import org.airlog.portal.letters.Selection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What the subcommands of {@code airlog parked} and {@code airlog rejected} share. */
final class LettersCommand {

    private LettersCommand() {}

    /** The way to the topics. */
    static final class Kafka extends SensorsCommand.Installation {

        @Option(
                names = "--kafka",
                paramLabel = "HOST:PORT",
                description = "Kafka brokers to start from. Default: that of airlog up, 127.0.0.1:9092.")
        private @Nullable String servers;

        KafkaAccess access(Settings settings) {
            return new KafkaAccess(
                    "airlog-command",
                    servers == null ? settings.get(Keys.KAFKA_BOOTSTRAP_SERVERS) : servers,
                    settings.get(Keys.KAFKA_CLIENT));
        }

        KafkaAccess access() throws CommandFailedException {
            return access(settings().values());
        }
    }

    /** Which letters. */
    static final class Filter {

        @Option(
                names = "--since",
                paramLabel = "WHEN",
                converter = MomentConverter.class,
                description = "Only those logged since: 2026-03-01T12:00:00Z, or ago, such as 2h or 7d.")
        private @Nullable Instant since;

        @Option(
                names = "--suid",
                paramLabel = "SUID",
                converter = SensorsCommand.SuidConverter.class,
                description = "Only those of this sensor.")
        private @Nullable Suid suid;

        @Option(names = "--reason", paramLabel = "REASON", description = "Only those with this reason.")
        private @Nullable String reason;

        Selection.Wish wish() {
            return new Selection.Wish(
                    Optional.empty(),
                    Optional.ofNullable(since),
                    Optional.ofNullable(suid),
                    Optional.ofNullable(reason));
        }
    }

    /** Reads a letter's id. */
    static final class IdConverter implements ITypeConverter<LetterId> {

        @Override
        public LetterId convert(String value) {
            return LetterId.parse(value)
                    .orElseThrow(() -> new TypeConversionException("'" + value + "' is not partition:offset"));
        }
    }

    /** Reads a moment, or how long ago it was. */
    static final class MomentConverter implements ITypeConverter<Instant> {

        @Override
        public Instant convert(String value) {
            try {
                return value.contains("T")
                        ? Instant.parse(value)
                        : Instant.now().minus(Durations.parse(value));
            } catch (DateTimeException | IllegalArgumentException e) {
                throw new TypeConversionException(
                        "'" + value + "' is neither a time such as 2026-03-01T12:00:00Z nor a duration such as 2h");
            }
        }
    }
}
