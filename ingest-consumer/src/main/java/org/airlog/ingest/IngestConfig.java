package org.airlog.ingest;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Key;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Settings;
import org.airlog.ingest.batch.LaterVersions;
import org.airlog.ingest.kafka.KafkaAddress;
import org.airlog.ingest.opensensemap.ForwardingConfig;
import org.airlog.ingest.timescale.DatabaseAddress;
import org.airlog.ingest.timescale.Keeping;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.airlog.tracing.TracingConfig;
import org.jspecify.annotations.Nullable;

/**
 * What the consumer has to know.
 *
 * @param kafka where the log is
 * @param database where rows go
 * @param keeping how long they stay there, and as what
 * @param seal opens positions
 * @param batchRecords most records that are read at once, at least 1
 * @param logRetention how long what has been stored and forwarded stays in Kafka
 * @param management where health and metrics are told
 * @param laterVersions what is done with records that only a later release reads
 * @param forwarding to the openSenseMap; null where nothing is forwarded
 * @param tracing where spans go; empty where nothing is traced
 */
public record IngestConfig(
        KafkaAddress kafka,
        DatabaseAddress database,
        Keeping keeping,
        Seal seal,
        int batchRecords,
        Duration logRetention,
        InetSocketAddress management,
        LaterVersions laterVersions,
        @Nullable ForwardingConfig forwarding,
        Optional<TracingConfig> tracing) {

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
        Keeping keeping = keeping(settings, faults);
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
                keeping,
                seal(keys),
                settings.get(Keys.INGEST_BATCH_RECORDS),
                settings.get(Keys.INGEST_LOG_RETENTION),
                new InetSocketAddress(
                        settings.get(Keys.INGEST_MANAGEMENT_BIND), settings.get(Keys.INGEST_MANAGEMENT_PORT)),
                LaterVersions.valueOf(settings.get(Keys.INGEST_LATER_VERSIONS).toUpperCase(Locale.ROOT)),
                forwarding,
                TracingConfig.of(settings));
    }

    private static Keeping keeping(Settings settings, List<String> faults) {
        Optional<Duration> retention = settings.find(Keys.DATABASE_RETENTION);
        if (retention.filter(Keeping::isTooShort).isPresent()) {
            faults.add(Keys.DATABASE_RETENTION.name() + ": expected at least 1d");
            return Keeping.AS_IT_IS;
        }
        Duration compressAfter = settings.get(Keys.DATABASE_COMPRESS_AFTER);
        if (!compressAfter.isZero() && Keeping.isTooShort(compressAfter)) {
            faults.add(Keys.DATABASE_COMPRESS_AFTER.name() + ": expected 0d, or at least 1d");
            return Keeping.AS_IT_IS;
        }
        return new Keeping(retention, compressAfter);
    }

    private static Seal seal(List<SealingKey> keys) {
        try {
            return new Seal(keys);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(List.of(Keys.SEALING_KEYS.name() + ": " + e.getMessage()));
        }
    }
}
