package org.airlog.launcher.service;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.airlog.configuration.Key;
import org.airlog.configuration.Settings;
import org.airlog.configuration.reload.Reloadable;
import org.airlog.ingest.Ingest;
import org.airlog.ingest.IngestConfig;
import org.airlog.management.ProcessMeters;
import picocli.CommandLine.Command;

/** {@code airlog consumer}: Kafka to TimescaleDB or PostgreSQL. */
@Command(
        name = "consumer",
        description = {
            "Runs the consumer, which writes to the database what the broker has put into Kafka.",
            "Kafka and the database may come later; any number of consumers share the work."
        })
public final class ConsumerCommand extends ServiceCommand {

    @Override
    Service service(Map<String, String> written) {
        var config = IngestConfig.of(Settings.of(written, IngestConfig.REQUIRED));
        String host = config.management().getHostString();
        var ingest = new Ingest(config);
        return new Service() {
            @Override
            public List<Key<?>> required() {
                return IngestConfig.REQUIRED;
            }

            @Override
            public List<Reloadable> reloadables() {
                return List.of(settings -> {
                    // Nothing of it is taken while it runs, yet what is wrong is told.
                    var unused = IngestConfig.of(settings);
                    return () -> {};
                });
            }

            @Override
            public Optional<ProcessMeters> meters() {
                return Optional.of(ingest.meters());
            }

            @Override
            public String start() throws IOException {
                ingest.start();
                return "management=http://" + host + ":" + ingest.managementPort();
            }

            @Override
            public CompletableFuture<?> ended() {
                return ingest.ended();
            }

            @Override
            public void close() {
                ingest.close();
            }
        };
    }
}
