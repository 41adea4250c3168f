package org.airlog.launcher.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.airlog.configuration.Key;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Settings;
import org.airlog.configuration.TlsKeys;
import org.airlog.embedded.EmbeddedBroker;
import org.airlog.embedded.PackedExtension;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.management.ProcessMeters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code airlog broker}: HiveMQ CE with the extension. */
@Command(
        name = "broker",
        description = {
            "Runs the broker: HiveMQ CE with the extension, the only door.",
            "It starts without Kafka, and /ready of its management port tells what is missing."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what has a default before call()
public final class BrokerCommand extends ServiceCommand {

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "What outlives a run: the registry's snapshot and the spool. Default: ${DEFAULT-VALUE}.")
    private Path dataDirectory;

    @Override
    Service service(Map<String, String> written) throws CommandFailedException {
        var values = new HashMap<>(written);
        values.putIfAbsent(
                Keys.BROKER_DATA_DIR.name(),
                dataDirectory.resolve("registry").toAbsolutePath().toString());
        Settings settings = Settings.of(values, List.of(Keys.SEALING_KEYS));
        var broker = new EmbeddedBroker(
                dataDirectory.resolve("broker"),
                settings.get(Keys.MQTT_BIND),
                OptionalInt.of(settings.get(Keys.MQTT_PORT)),
                BrokerValues.tls(settings),
                new PackedExtension(Distribution.extension(), BrokerValues.forExtension(values, written, file())));
        return new Service() {
            @Override
            public List<Key<?>> required() {
                return List.of(Keys.SEALING_KEYS);
            }

            @Override
            public Optional<ProcessMeters> meters() {
                return Optional.empty();
            }

            @Override
            public String start() throws IOException {
                broker.start();
                String management = settings.get(Keys.BROKER_MANAGEMENT_PORT) == 0
                        ? ""
                        : " management=http://" + settings.get(Keys.BROKER_MANAGEMENT_BIND) + ":"
                                + settings.get(Keys.BROKER_MANAGEMENT_PORT);
                String encrypted = TlsKeys.isCertificateSet(settings)
                        ? " mqtts=mqtts://" + settings.get(Keys.MQTT_BIND) + ":" + broker.mqttsPort()
                        : "";
                return "mqtt=mqtt://" + settings.get(Keys.MQTT_BIND) + ":" + broker.mqttPort() + management + encrypted;
            }

            @Override
            public void close() {
                broker.close();
            }
        };
    }
}
