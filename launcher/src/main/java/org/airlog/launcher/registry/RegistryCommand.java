package org.airlog.launcher.registry;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Settings;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.sensors.SensorsCommand;
import org.airlog.portal.kafka.KafkaAccess;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code airlog registry}. */
@Command(
        name = "registry",
        description = {
            "Copies the registry of sensors (Kafka's topic airlog.sensors) into a file, and such a file into a new Kafka.",
            "What is sealed stays sealed: the file is of no use without airlog.sealing.keys."
        },
        subcommands = {RegistryCommand.Export.class, RegistryCommand.Import.class})
public final class RegistryCommand {

    private RegistryCommand() {}

    /** The way to the topic. */
    static final class Kafka extends SensorsCommand.Installation {

        @Option(
                names = "--kafka",
                paramLabel = "HOST:PORT",
                description = "Kafka brokers to start from. Default: that of airlog up, 127.0.0.1:9092.")
        private @Nullable String servers;

        RegistryTopic topic() throws CommandFailedException {
            Settings settings = settings().values();
            return new RegistryTopic(new KafkaAccess(
                    "airlog-command",
                    servers == null ? settings.get(Keys.KAFKA_BOOTSTRAP_SERVERS) : servers,
                    settings.get(Keys.KAFKA_CLIENT)));
        }
    }

    /** {@code airlog registry export}. */
    @Command(name = "export", description = "Writes all records, in their order, into a new file of mode 600.")
    @SuppressWarnings("NullAway.Init") // picocli sets what is required before call()
    static final class Export implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private Kafka kafka;

        @Parameters(paramLabel = "FILE", description = "Must not be there yet.")
        private Path file;

        @Override
        public Integer call() throws CommandFailedException {
            RegistryTopic topic = kafka.topic();
            var records = new long[1];
            try {
                var id = topic.id()
                        .orElseThrow(() -> new CommandFailedException("this Kafka has no topic airlog.sensors"));
                RegistryFile.write(file, id, sink -> records[0] = counted(topic, sink));
            } catch (IOException e) {
                throw new CommandFailedException("cannot write " + file + ": " + e.getMessage(), e);
            }
            tell(spec, records[0] + " records are in " + file);
            return 0;
        }

        private static long counted(RegistryTopic topic, RegistryFile.Sink sink) throws IOException {
            try {
                return topic.read(sink);
            } catch (CommandFailedException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }

    /** {@code airlog registry import}. */
    @Command(
            name = "import",
            description = {
                "Writes an exported file, or the sensors.snapshot of a broker, into a Kafka whose airlog.sensors is missing or empty.",
                "To be done before any broker is started on that Kafka: until then nobody is registered there, and a stranger "
                        + "could register somebody else's SUID."
            })
    @SuppressWarnings("NullAway.Init") // picocli sets what is required before call()
    static final class Import implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private Kafka kafka;

        @Parameters(paramLabel = "FILE")
        private Path file;

        @Override
        public Integer call() throws CommandFailedException {
            RegistryTopic topic = kafka.topic();
            try {
                // All of it is checked before any of it is written.
                RegistryFile.read(file, (offset, key, value) -> {});
                if (topic.id().isEmpty()) {
                    topic.create(kafka.settings()
                            .values()
                            .get(Keys.KAFKA_REPLICATION_FACTOR)
                            .shortValue());
                } else if (topic.read((offset, key, value) -> {}) > 0) {
                    throw new CommandFailedException(
                            "airlog.sensors holds records already: only an empty registry can take a file");
                }
                tell(spec, topic.write(sink -> RegistryFile.read(file, sink)) + " records are in airlog.sensors");
            } catch (IOException e) {
                throw new CommandFailedException("cannot use " + file + ": " + e.getMessage(), e);
            }
            return 0;
        }
    }

    private static void tell(CommandSpec spec, String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
