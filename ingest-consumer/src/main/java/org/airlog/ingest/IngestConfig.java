package org.airlog.ingest;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Key;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Settings;
import org.airlog.ingest.kafka.KafkaAddress;
import org.airlog.ingest.opensensemap.ForwardingConfig;
import org.airlog.ingest.timescale.DatabaseAddress;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.jspecify.annotations.Nullable;

/**
 * What the consumer has to know.
 *
 * @param kafka where the log is
 * @param database where rows go
 * @param seal opens positions
 * @param batchRecords most records that are read at once, at least 1
 * @param logRetention how long what has been stored and forwarded stays in Kafka
 * @param management where health and metrics are told
 * @param forwarding to the openSenseMap; null where nothing is forwarded
 */
public record IngestConfig(
        KafkaAddress kafka,
        DatabaseAddress database,
        Seal seal,
        int batchRecords,
        Duration logRetention,
        InetSocketAddress management,
        @Nullable ForwardingConfig forwarding) {

    /** Keys without a default that the consumer cannot do without. */
    public static final List<Key<?>> REQUIRED = List.of(Keys.SEALING_KEYS, Keys.DATABASE_PASSWORD);

    public IngestConfig {
        if (batchRecords < 1) {
            throw new IllegalArgumentException("batchRecords must be at least 1");
        }
    }

    /** Takes its part of {@code settings}; throws {@link ConfigException} with every fault, each naming its key. */
    public static IngestConfig of(Settings settings) {
        var faults = new ArrayList<String>();
        if (!settings.get(Keys.DATABASE_URL).startsWith("jdbc:postgresql:")) {
            faults.add(Keys.DATABASE_URL.name() + ": expected a URL such as jdbc:postgresql://127.0.0.1:5432/airlog");
        }
        var keys = new ArrayList<SealingKey>();
        for (String text : settings.get(Keys.SEALING_KEYS).split(",", -1)) {
            try {
                keys.add(SealingKey.parse(text.strip()));
            } catch (IllegalArgumentException e) {
                faults.add(Keys.SEALING_KEYS.name() + ": " + e.getMessage());
            }
        }
        ForwardingConfig forwarding = ForwardingConfig.of(settings, faults).orElse(null);
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return new IngestConfig(
                new KafkaAddress(settings.get(Keys.KAFKA_BOOTSTRAP_SERVERS), settings.get(Keys.KAFKA_CLIENT)),
                new DatabaseAddress(
                        settings.get(Keys.DATABASE_URL),
                        settings.get(Keys.DATABASE_USER),
                        settings.get(Keys.DATABASE_PASSWORD)),
                seal(keys),
                settings.get(Keys.INGEST_BATCH_RECORDS),
                settings.get(Keys.INGEST_LOG_RETENTION),
                new InetSocketAddress(
                        settings.get(Keys.INGEST_MANAGEMENT_BIND), settings.get(Keys.INGEST_MANAGEMENT_PORT)),
                forwarding);
    }

    private static Seal seal(List<SealingKey> keys) {
        try {
            return new Seal(keys);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(List.of(Keys.SEALING_KEYS.name() + ": " + e.getMessage()));
        }
    }
}
