package org.airlog.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.airlog.configuration.Settings;
import org.airlog.embedded.EmbeddedKafka;
import org.airlog.embedded.EmbeddedPostgres;
import org.airlog.ingest.kafka.DeadLetters;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecordCodec;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka and a real PostgreSQL for one test class, with new topics and a new database for each test.
 *
 * <p>The system property {@code airlog.test.database} ({@code host:port}) names another server to use, one with
 * TimescaleDB for example: its user {@code airlog} has the password {@code not a secret} and may make databases and roles. {@code
 * airlog.test.database.programs} is what stands before pg_dump and its like to run them beside that server, on its port 5432.
 */
final class LogAndDatabase implements AutoCloseable {

    static final String SEALING_KEY = "test:" + "5a".repeat(32);
    static final Seal SEAL = new Seal(List.of(SealingKey.parse(SEALING_KEY)));
    static final int PARTITIONS = 3;

    private static final String PASSWORD = "not a secret";
    private static final @Nullable String OTHER_SERVER = System.getProperty("airlog.test.database");
    private static final Set<String> TOPICS = Set.of(ObservationRecord.TOPIC, SensorRecord.TOPIC, DeadLetters.TOPIC);

    private static final @Nullable String PROGRAMS = System.getProperty("airlog.test.database.programs");

    private final Path directory;
    private final EmbeddedKafka kafka;
    private KafkaProducer<byte[], byte[]> producer;
    private final Admin admin;
    private final ObservationRecordCodec codec = new ObservationRecordCodec(SEAL);
    private @Nullable EmbeddedPostgres postgres;
    private int databases;

    LogAndDatabase(Path directory) throws IOException {
        this.directory = directory;
        kafka = new EmbeddedKafka(directory.resolve("kafka"), 0);
        kafka.start();
        if (OTHER_SERVER == null) {
            startDatabase(0);
        }
        producer = newProducer();
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    /** Empty topics with new ids, and an empty database. */
    void renew() throws Exception {
        renewIn("pg_default");
    }

    /** The same, the database in this tablespace. */
    void renewIn(String tablespace) throws Exception {
        renewTopics();
        databases++;
        try (var connection = DriverManager.getConnection(url("postgres"), "airlog", PASSWORD);
                var statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + database());
            statement.execute("CREATE DATABASE " + database() + " TABLESPACE " + tablespace);
        }
    }

    void renewTopics() throws Exception {
        var existing = admin.listTopics().names().get();
        existing.retainAll(TOPICS);
        admin.deleteTopics(existing).all().get();
        await().until(() -> admin.listTopics().names().get().stream().noneMatch(TOPICS::contains));
        admin.createTopics(List.of(
                        new NewTopic(ObservationRecord.TOPIC, PARTITIONS, (short) 1),
                        new NewTopic(SensorRecord.TOPIC, 1, (short) 1)))
                .all()
                .get();
        createParkedTopic();
        // The old one still knows the ids of the topics that are gone.
        producer.close();
        producer = newProducer();
    }

    void createParkedTopic() throws Exception {
        admin.createTopics(List.of(new NewTopic(DeadLetters.TOPIC, 1, (short) 1)))
                .all()
                .get();
    }

    private KafkaProducer<byte[], byte[]> newProducer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all", "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** The configuration, with {@code more} on top. */
    IngestConfig config(Map<String, String> more) {
        return IngestConfig.of(Settings.of(written(more), IngestConfig.REQUIRED));
    }

    /** The same, by key. */
    Map<String, String> written(Map<String, String> more) {
        var settings = new HashMap<>(Map.of(
                "airlog.kafka.bootstrap-servers",
                kafka.bootstrapServers(),
                "airlog.database.url",
                databaseUrl(),
                "airlog.database.password",
                PASSWORD,
                "airlog.sealing.keys",
                SEALING_KEY,
                "airlog.ingest.management-port",
                "0"));
        settings.putAll(more);
        return settings;
    }

    Admin admin() {
        return admin;
    }

    /** A consumer that is running; wait for it with {@link #awaitReading}. */
    Ingest startIngest() throws IOException {
        return startIngest(Map.of());
    }

    Ingest startIngest(Map<String, String> more) throws IOException {
        var ingest = new Ingest(config(more));
        ingest.start();
        return ingest;
    }

    static void awaitReading(Ingest... consumers) {
        await().until(() -> List.of(consumers).stream().allMatch(Ingest::isReading));
    }

    /** What it tells Prometheus. */
    static String metrics(Ingest consumer) throws IOException {
        var url = URI.create("http://127.0.0.1:" + consumer.managementPort() + "/metrics")
                .toURL();
        try (var in = url.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static org.awaitility.core.ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(50));
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(databaseUrl(), "airlog", PASSWORD);
    }

    /** The rows of a query, each as its columns' texts joined by {@code |}. */
    List<String> query(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            var rows = new ArrayList<String>();
            while (result.next()) {
                var row = new ArrayList<String>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", row));
            }
            return rows;
        }
    }

    void execute(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long count(String table) throws SQLException {
        return Long.parseLong(query("SELECT count(*) FROM " + table).get(0));
    }

    /** accepted|inserted|merged|parked, over all partitions. */
    String tally() throws SQLException {
        return query("SELECT sum(accepted), sum(inserted), sum(merged), sum(parked) FROM ingest_offset")
                .get(0);
    }

    /** Waits until the database has passed everything that the log holds; not on when a consumer has failed. */
    void awaitStored(Ingest... consumers) {
        await().failFast("a consumer has failed", () -> Arrays.stream(consumers)
                        .anyMatch(consumer -> consumer.ended().isCompletedExceptionally()))
                .ignoreExceptionsMatching(e -> e instanceof SQLException)
                .until(() -> storedOffsets() == logEnd());
    }

    private long storedOffsets() throws Exception {
        var ids = admin.describeTopics(List.of(ObservationRecord.TOPIC, SensorRecord.TOPIC))
                .allTopicNames()
                .get();
        var list = new ArrayList<String>();
        ids.values()
                .forEach(topic -> list.add("'"
                        + new UUID(
                                topic.topicId().getMostSignificantBits(),
                                topic.topicId().getLeastSignificantBits())
                        + "'"));
        return Long.parseLong(query("SELECT coalesce(sum(next_offset), 0) FROM ingest_offset WHERE topic_id IN ("
                        + String.join(",", list) + ")")
                .get(0));
    }

    private long logEnd() throws InterruptedException, ExecutionException {
        var partitions = new HashMap<TopicPartition, OffsetSpec>();
        for (int i = 0; i < PARTITIONS; i++) {
            partitions.put(new TopicPartition(ObservationRecord.TOPIC, i), OffsetSpec.latest());
        }
        partitions.put(new TopicPartition(SensorRecord.TOPIC, 0), OffsetSpec.latest());
        return admin.listOffsets(partitions).all().get().values().stream()
                .mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset)
                .sum();
    }

    void publish(Suid suid, ObservationRecord record) throws Exception {
        publish(
                suid.toBytes(),
                codec.encode(suid, record),
                record.observations().size());
    }

    /** With the log's own timestamp set; returns the partition. */
    int publishAt(Instant loggedAt, Suid suid, ObservationRecord record) throws Exception {
        var sent = new ProducerRecord<>(
                ObservationRecord.TOPIC, null, loggedAt.toEpochMilli(), suid.toBytes(), codec.encode(suid, record));
        sent.headers()
                .add(
                        ObservationRecord.COUNT_HEADER,
                        ObservationRecordCodec.writeCount(record.observations().size()));
        return producer.send(sent).get().partition();
    }

    void publish(byte[] key, byte[] value, int count) throws Exception {
        var record = new ProducerRecord<>(ObservationRecord.TOPIC, key, value);
        record.headers().add(ObservationRecord.COUNT_HEADER, ObservationRecordCodec.writeCount(count));
        producer.send(record).get();
    }

    /** Returns before Kafka has confirmed. */
    void publishSoon(Suid suid, ObservationRecord record) {
        var sent = new ProducerRecord<>(ObservationRecord.TOPIC, suid.toBytes(), codec.encode(suid, record));
        sent.headers()
                .add(
                        ObservationRecord.COUNT_HEADER,
                        ObservationRecordCodec.writeCount(record.observations().size()));
        var unused = producer.send(sent);
    }

    void flush() {
        producer.flush();
    }

    void register(SensorRecord record) throws Exception {
        producer.send(new ProducerRecord<>(SensorRecord.TOPIC, record.key(), SensorRecordCodec.encode(record)))
                .get();
    }

    /** What is in {@code airlog.parked}. */
    List<ConsumerRecord<byte[], byte[]>> parked() {
        return records(new TopicPartition(DeadLetters.TOPIC, 0));
    }

    private List<ConsumerRecord<byte[], byte[]>> records(TopicPartition partition) {
        try (var consumer = consumer()) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
            }
            return records;
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "none"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    void stopDatabase() {
        if (postgres != null) {
            postgres.close();
        }
    }

    /** Whether the server is ours to stop. */
    boolean ownsDatabase() {
        return postgres != null;
    }

    /** On the same port. */
    final void startDatabase(int port) throws IOException {
        var server = new EmbeddedPostgres(directory.resolve("postgres"), port, PASSWORD);
        server.start();
        postgres = server;
    }

    int databasePort() {
        return Integer.parseInt(server().substring(server().indexOf(':') + 1));
    }

    /** Whether pg_dump is there, and not older than the server. */
    boolean hasPrograms() throws Exception {
        try {
            String client = run("pg_dump", "--version")
                    .replaceAll("[^0-9]*([0-9]+).*", "$1")
                    .strip();
            String server = query("SHOW server_version_num").get(0);
            return Integer.parseInt(client) >= Integer.parseInt(server) / 10_000;
        } catch (IOException absent) {
            return false;
        }
    }

    /** As docs/operations.md says. */
    void backUp() throws Exception {
        run("pg_dump", "--format=custom", "--file=" + backup(), programsUrl());
    }

    /** The same: what is there now is lost. */
    void restore() throws Exception {
        executeOnServer("DROP DATABASE " + database() + " WITH (FORCE)");
        executeOnServer("CREATE DATABASE " + database());
        boolean isTimescale = run("pg_restore", "--list", backup()).contains(" EXTENSION - timescaledb");
        if (isTimescale) {
            execute("CREATE EXTENSION IF NOT EXISTS timescaledb");
            execute("SELECT timescaledb_pre_restore()");
        }
        run("pg_restore", "--exit-on-error", "--dbname=" + programsUrl(), backup());
        if (isTimescale) {
            execute("SELECT timescaledb_post_restore()");
        }
    }

    private String backup() {
        return PROGRAMS == null ? directory.resolve(database() + ".dump").toString() : "/tmp/" + database() + ".dump";
    }

    private String programsUrl() {
        String address = PROGRAMS == null ? server() : "127.0.0.1:5432";
        return "postgresql://airlog:not%20a%20secret@" + address + "/" + database();
    }

    /** Returns what it said; throws where it failed or is not there. */
    private static String run(String... command) throws Exception {
        var words = new ArrayList<String>();
        if (PROGRAMS != null) {
            words.addAll(List.of(PROGRAMS.split(" ", -1)));
        }
        words.addAll(List.of(command));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", words, output).isZero();
        return output;
    }

    /** Of the database that is there already. */
    void executeOnServer(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url("postgres"), "airlog", PASSWORD);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The database's URL by way of another port. */
    String databaseUrl(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database();
    }

    /**
     * The books: what the records' headers count is accepted, and each of it is inserted, merged or parked, once; inserted
     * is what the table holds, and parked what lies in its topic, where it may lie twice.
     */
    void assertBalanced() throws Exception {
        assertBalanced(0);
    }

    /** The same where {@code others} rows have been written past the consumer. */
    void assertBalanced(long others) throws Exception {
        long[] counts = Arrays.stream(tally().split("\\|", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        assertThat(counts[0]).as("accepted").isEqualTo(countedByHeaders());
        assertThat(counts[1] + counts[2] + counts[3])
                .as("inserted + merged + parked")
                .isEqualTo(counts[0]);
        assertThat(count("observation")).as("rows").isEqualTo(counts[1] + others);
        var parkedOnce = new HashMap<String, Integer>();
        for (var letter : parked()) {
            String origin = text(letter, "airlog-partition") + ":" + text(letter, "airlog-offset") + " "
                    + text(letter, "airlog-reason") + text(letter, "airlog-detail");
            parkedOnce.put(
                    origin,
                    ObservationRecordCodec.readCount(letter.headers()
                            .lastHeader(ObservationRecord.COUNT_HEADER)
                            .value()));
        }
        assertThat(parkedOnce.values().stream().mapToLong(Integer::longValue).sum())
                .as("parked")
                .isEqualTo(counts[3]);
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }

    private long countedByHeaders() {
        long count = 0;
        for (int i = 0; i < PARTITIONS; i++) {
            for (var record : records(new TopicPartition(ObservationRecord.TOPIC, i))) {
                count += ObservationRecordCodec.readCount(record.headers()
                        .lastHeader(ObservationRecord.COUNT_HEADER)
                        .value());
            }
        }
        return count;
    }

    private String databaseUrl() {
        return url(database());
    }

    private String url(String database) {
        return "jdbc:postgresql://" + server() + "/" + database;
    }

    private String server() {
        if (postgres == null) {
            return Objects.requireNonNull(OTHER_SERVER);
        }
        String address = postgres.jdbcUrl().substring("jdbc:postgresql://".length());
        return address.substring(0, address.indexOf('/'));
    }

    /** The one before it. */
    String previousDatabase() {
        return "test_" + (databases - 1);
    }

    private String database() {
        return "test_" + databases;
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
        try {
            stopDatabase();
        } finally {
            kafka.close();
        }
    }

    static ObservationRecord signed(UUID registration, Instant receivedAt, List<Observation> observations) {
        return new ObservationRecord(registration, Trust.SIGNED, Source.OPENSMOG, receivedAt, observations);
    }

    static ObservationRecord rogue(Instant receivedAt, List<Observation> observations) {
        return new ObservationRecord(
                ObservationRecord.UNSIGNED, Trust.ROGUE, Source.OPENSMOG, receivedAt, observations);
    }

    static Observation observation(Instant time, Map<String, Double> readings) {
        return new Observation(time, Clock.DEVICE, readings, Map.of(), null);
    }
}
