package org.airlog.broker.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.PayloadLimits;
import org.airlog.observation.codec.SensorRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the topics that are missing, in the background, until Kafka has taken them.
 *
 * <p>Existing topics are left alone; a setting that would break a promise is told as a warning. Kafka does not sync to
 * the disk before it confirms: with fewer than three replicas a topic that keeps promises gets {@code flush.messages=1},
 * with three or more {@code min.insync.replicas=2}.
 */
public final class Topics implements AutoCloseable {

    /** Kafka topic of what was acknowledged and can neither be stored nor decoded. */
    public static final String PARKED = "airlog.parked";

    /** A registry record holds the unknown members of a registration, up to 256 KiB, and little else. */
    static final int MAX_SENSOR_RECORD_BYTES = 1 << 20;

    private static final Logger log = LoggerFactory.getLogger(Topics.class);

    private static final String FOR_EVER = "-1";
    /** What a parked record has besides its value: reason, detail, where it came from. */
    private static final int PARKED_EXTRA_BYTES = 64 * 1024;

    private static final int REPLICAS_THAT_NEED_NO_FLUSH = 3;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final KafkaClients clients;
    private final List<NewTopic> wanted;
    private final CountDownLatch stopSignal = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean done;

    /**
     * Remembers what is wanted.
     *
     * @param partitions of {@code airlog.observations}
     * @param replicationFactor of all topics
     * @param maxRecordBytes see {@link #maxRecordBytes}
     */
    public Topics(KafkaClients clients, int partitions, int replicationFactor, int maxRecordBytes) {
        this.clients = clients;
        this.wanted = wanted(partitions, (short) replicationFactor, maxRecordBytes);
        this.thread = OwnThreads.named("airlog-topics").newThread(this::run);
    }

    static List<NewTopic> wanted(int partitions, short replicas, int maxRecordBytes) {
        return List.of(
                kept(ObservationRecord.TOPIC, partitions, replicas, maxRecordBytes),
                registry(replicas),
                kept(PARKED, 1, replicas, maxRecordBytes + PARKED_EXTRA_BYTES),
                rejected(replicas));
    }

    /** Begins, once. */
    public void start() {
        thread.start();
    }

    /** Whether all topics have been seen or made since the start. */
    public boolean areThere() {
        return done;
    }

    @Override
    public void close() {
        stopSignal.countDown();
        try {
            thread.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The largest record that a payload within {@code limits} can become, in bytes.
     *
     * <p>An upload names a column once and the record names it in every row, so a record can be far larger than its
     * payload: each of 2,500 rows of 64 readings repeats names of 63 characters (2 bytes of length, the name, 9 bytes of
     * number). Beside its readings a row has at most 128 bytes (time, clock, sealed position), and texts come from the
     * payload once. 12.4 MB for the defaults; real records are a hundredth of it. Names outside ASCII may exceed it:
     * such a record is refused as too large.
     */
    public static int maxRecordBytes(PayloadLimits limits) {
        long perReading = 2L + limits.maxNameLength() + 9;
        long perObservation = 128 + limits.maxReadings() * perReading;
        long bytes = 1_024 + limits.maxPayloadBytes() + limits.maxObservations() * perObservation;
        return (int) Math.min(bytes, 1 << 30);
    }

    private static NewTopic kept(String name, int partitions, short replicas, int maxRecordBytes) {
        Map<String, String> settings = safe(replicas);
        settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        settings.put(TopicConfig.RETENTION_MS_CONFIG, FOR_EVER);
        settings.put(TopicConfig.RETENTION_BYTES_CONFIG, FOR_EVER);
        settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(maxRecordBytes + BATCH_OVERHEAD_BYTES));
        return new NewTopic(name, partitions, replicas).configs(settings);
    }

    /** What a batch adds to a record: 61 bytes, and a few for lengths and headers; roomy. */
    private static final int BATCH_OVERHEAD_BYTES = 4 * 1024;

    private static NewTopic registry(short replicas) {
        Map<String, String> settings = safe(replicas);
        settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        // Only repeated first uses of one SUID are ever compacted away: no hurry.
        settings.put(
                TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
                String.valueOf(Duration.ofDays(1).toMillis()));
        settings.put(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(MAX_SENSOR_RECORD_BYTES + BATCH_OVERHEAD_BYTES));
        return new NewTopic(SensorRecord.TOPIC, 1, replicas).configs(settings);
    }

    private static NewTopic rejected(short replicas) {
        return new NewTopic(RejectedTopic.TOPIC, 1, replicas)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        String.valueOf(Duration.ofDays(7).toMillis()),
                        TopicConfig.RETENTION_BYTES_CONFIG,
                        String.valueOf(256 << 20),
                        // Whole segments are deleted, never the one being written.
                        TopicConfig.SEGMENT_BYTES_CONFIG,
                        String.valueOf(32 << 20)));
    }

    private static Map<String, String> safe(short replicas) {
        var settings = new HashMap<String, String>();
        if (replicas < REPLICAS_THAT_NEED_NO_FLUSH) {
            settings.put(TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG, "1");
        } else {
            settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2");
        }
        return settings;
    }

    private void run() {
        Duration pause = SHORTEST_PAUSE;
        var trouble = new Trouble(log, "Kafka's topics cannot be made yet, trying on");
        try {
            while (true) {
                try (Admin admin = clients.newAdmin("topics")) {
                    make(admin);
                    warnOfDangers(admin);
                    done = true;
                    return;
                } catch (ExecutionException | RuntimeException e) {
                    trouble.came(e);
                }
                if (stopSignal.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (Throwable unforeseen) {
            log.atError().setCause(unforeseen).log("making Kafka's topics failed");
        }
    }

    private void make(Admin admin) throws ExecutionException, InterruptedException {
        var results = admin.createTopics(wanted).values();
        for (var result : results.entrySet()) {
            try {
                result.getValue().get();
                log.atInfo().addKeyValue("topic", result.getKey()).log("topic made");
            } catch (ExecutionException failure) {
                if (!(failure.getCause() instanceof TopicExistsException)) {
                    throw failure;
                }
            }
        }
    }

    private void warnOfDangers(Admin admin) throws ExecutionException, InterruptedException {
        List<String> names = wanted.stream().map(NewTopic::name).toList();
        Map<String, TopicDescription> descriptions =
                admin.describeTopics(names).allTopicNames().get();
        Map<ConfigResource, Config> configs = admin.describeConfigs(names.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .all()
                .get();
        for (NewTopic topic : wanted) {
            var found = new HashMap<String, String>();
            configs.getOrDefault(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), new Config(Set.of()))
                    .entries()
                    .forEach((ConfigEntry entry) -> found.put(entry.name(), String.valueOf(entry.value())));
            TopicDescription description = descriptions.get(topic.name());
            int partitions = description == null ? 0 : description.partitions().size();
            for (String danger : dangers(topic, found, partitions)) {
                log.atWarn().addKeyValue("topic", topic.name()).log("the topic has a dangerous setting: {}", danger);
            }
        }
    }

    /** What in the settings of an existing topic breaks a promise that {@code wanted} keeps. */
    static List<String> dangers(NewTopic wanted, Map<String, String> found, int partitions) {
        var dangers = new ArrayList<String>();
        wanted.configs().forEach((name, value) -> {
            String actual = found.getOrDefault(name, "");
            boolean isDangerous =
                    switch (name) {
                        case TopicConfig.CLEANUP_POLICY_CONFIG -> !actual.equals(value);
                        case TopicConfig.RETENTION_MS_CONFIG, TopicConfig.RETENTION_BYTES_CONFIG ->
                            value.equals(FOR_EVER) && !actual.equals(FOR_EVER);
                        case TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG -> !actual.equals(value);
                        case TopicConfig.MAX_MESSAGE_BYTES_CONFIG, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG ->
                            number(actual) < number(value);
                        default -> false;
                    };
            if (isDangerous) {
                dangers.add(name + "=" + actual + ", expected " + value);
            }
        });
        if (wanted.name().equals(SensorRecord.TOPIC) && partitions != 1) {
            dangers.add("it has " + partitions + " partitions, and only one keeps the registry in order");
        }
        return dangers;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException none) {
            return 0;
        }
    }
}
