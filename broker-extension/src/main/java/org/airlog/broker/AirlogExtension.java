package org.airlog.broker;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.airlog.broker.forwarding.SpooledLog;
import org.airlog.broker.intake.ClockGuard;
import org.airlog.broker.intake.Moment;
import org.airlog.broker.intake.ObservationLog;
import org.airlog.broker.intake.RegistrationPolicy;
import org.airlog.broker.kafka.DrainProducer;
import org.airlog.broker.kafka.KafkaClients;
import org.airlog.broker.kafka.NewestReceived;
import org.airlog.broker.kafka.ObservationForwarder;
import org.airlog.broker.kafka.RejectedTopic;
import org.airlog.broker.kafka.SealJobs;
import org.airlog.broker.kafka.SensorTopic;
import org.airlog.broker.kafka.Topics;
import org.airlog.broker.management.DoorMeters;
import org.airlog.broker.management.Metrics;
import org.airlog.broker.management.Readiness;
import org.airlog.broker.management.SpoolMetrics;
import org.airlog.broker.management.SpoolReadiness;
import org.airlog.broker.mqtt.Doors;
import org.airlog.broker.mqtt.Patience;
import org.airlog.broker.sensor.SecretSeal;
import org.airlog.broker.spool.Spool;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Keys;
import org.airlog.configuration.reload.LogLevels;
import org.airlog.configuration.reload.Reload;
import org.airlog.management.CertificateMeters;
import org.airlog.management.Management;
import org.airlog.management.ProcessMeters;
import org.airlog.management.ReloadMeters;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.airlog.observation.sealing.Seal;
import org.airlog.tracing.Tracing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The extension's entry: its whole wiring, top to bottom.
 *
 * <p>Starts whether Kafka is there or not; until it is, only what the registry's snapshot knows goes into the spool, the rest
 * is refused as {@code unavailable}. A start that fails, by a bad configuration say, must not throw: HiveMQ would disable the extension and go on without, open to everybody who
 * is let in elsewhere. So it stays loaded, refuses every client, and says why in the log.
 */
public class AirlogExtension implements ExtensionMain {

    private static final Logger LOG = LoggerFactory.getLogger(AirlogExtension.class);
    private static final String SNAPSHOT_FILE = "sensors.snapshot";
    private static final String SPOOL_FOLDER = "spool";

    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    @Override
    public final void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
        try {
            Path home = input.getExtensionInformation().getExtensionHomeFolder().toPath();
            start(home, new WrittenConfig(home, System.getenv()));
        } catch (ConfigException bad) {
            LOG.error("Every client is refused until this is mended and the broker restarted: {}", bad.getMessage());
            giveUp();
        } catch (Throwable failure) {
            LOG.error("Every client is refused, as Airlog could not start", failure);
            giveUp();
        }
    }

    @Override
    public final void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
        closeAll();
    }

    private void start(Path home, WrittenConfig file) throws IOException {
        Map<String, String> written = file.read();
        BrokerConfig config = BrokerConfig.of(written, home);
        Files.createDirectories(config.dataDir());
        var clock = new ClockGuard(Instant.now(), System.nanoTime());
        Consumer<Instant> past = moment -> learn(clock, moment);
        lastWrite(config.dataDir().resolve(SNAPSHOT_FILE)).ifPresent(past);
        Supplier<Moment> now = () -> clock.read(Instant.now(), System.nanoTime());
        var seal = new Seal(config.sealingKeys());
        var tracing = new Tracing(config.tracing(), "airlog-broker");
        started.push(tracing);
        tracing.start();
        var meters = ProcessMeters.of("broker");
        started.push(meters);
        tracing.bindTo(meters.registry());

        var kafka = new KafkaClients(
                config.kafka().bootstrapServers(), config.kafka().clientProperties());
        int maxRecordBytes = Topics.maxRecordBytes(config.rules().limits());
        var topics =
                new Topics(kafka, config.kafka().partitions(), config.kafka().replicationFactor(), maxRecordBytes);
        started.push(topics);
        topics.start();
        // Before anybody is judged; and before what takes its time as well.
        var newest = new NewestReceived(kafka, past);
        started.push(newest);
        newest.start();
        var sensors =
                new SensorTopic(kafka, new SecretSeal(seal), config.dataDir().resolve(SNAPSHOT_FILE));
        started.push(sensors);
        sensors.start();
        var seals = new SealJobs(kafka, seal, sensors, sensors::size);
        started.push(seals);
        var forwarder = new ObservationForwarder(kafka, new ObservationRecordCodec(seal), maxRecordBytes);
        started.push(forwarder);
        Optional<SpooledLog> spooled = spooledLog(config, kafka, forwarder, new ObservationRecordCodec(seal));
        spooled.ifPresent(log -> SpoolMetrics.bind(meters.registry(), log));
        ObservationLog observations = spooled.isPresent() ? spooled.get() : forwarder;
        var rejected = new RejectedTopic(kafka);
        started.push(rejected);

        var management = Management.listen(
                config.management(), Keys.BROKER_MANAGEMENT_PORT.name(), () -> readiness(sensors, spooled), meters);
        started.push(management);
        config.certificate().ifPresent(files -> CertificateMeters.bind(meters.registry(), files));
        DoorMeters.bind(meters.registry(), sensors, now, config.dataDir());
        var metrics = new Metrics(meters.registry());
        var terms = new TermsInForce(config, home, now, new SecureRandom());
        metrics.watch(() -> terms.get().limits(), now);
        var doors = new Doors(
                terms,
                ports(new Doors.Ports(sensors, observations, rejected)),
                now,
                metrics,
                tracing,
                new Doors.Registration(
                        seal,
                        seals,
                        config.secretBytes(),
                        config.rotationOverlap(),
                        new RegistrationPolicy(
                                config.registrationPolicy(), config.rules().signature())),
                config.accounts(),
                patience());
        started.push(doors);
        doors.hang();
        var reload =
                new Reload(file.files(), file::read, written, BrokerConfig.REQUIRED, List.of(terms, new LogLevels()));
        ReloadMeters.bind(meters, reload);
        started.push(reload);
        reload.start();
        LOG.atInfo()
                .addKeyValue("kafka", config.kafka().bootstrapServers())
                .addKeyValue("managementPort", management.port())
                .log("The door is open");
    }

    /** What the door writes to and reads from: a seam for tests that must see it fail. */
    protected Doors.Ports ports(Doors.Ports kafka) {
        return kafka;
    }

    /** How long the door waits: a seam for tests that must see it lose patience. */
    protected Patience patience() {
        return Patience.DEFAULT;
    }

    /** Empty where there is to be no spool, and none is left of one that there was. */
    private Optional<SpooledLog> spooledLog(
            BrokerConfig config, KafkaClients kafka, ObservationForwarder forwarder, ObservationRecordCodec codec)
            throws IOException {
        Path folder = config.dataDir().resolve(SPOOL_FOLDER);
        if (config.spool().maxBytes() == 0) {
            if (!Spool.isLeftIn(folder)) {
                return Optional.empty();
            }
            LOG.atWarn().addKeyValue("folder", folder).log("There is to be no spool, yet one is left: it is drained");
        }
        int maxRecordBytes = Topics.maxRecordBytes(config.rules().limits());
        var log = new SpooledLog(
                codec,
                forwarder,
                new DrainProducer(kafka, maxRecordBytes),
                Spool.open(folder, config.spool().maxBytes()),
                maxRecordBytes,
                config.spool().stopLimit());
        started.push(log);
        log.start();
        return Optional.of(log);
    }

    /** A clock that was set back while we were away would refuse good readings for good. */
    private static void learn(ClockGuard clock, Instant moment) {
        Instant wall = Instant.now();
        if (clock.learn(moment, wall)) {
            LOG.atError()
                    .addKeyValue("clock", wall)
                    .addKeyValue("received", moment)
                    .log("Our clock lies before what has been received: readings are unavailable until it is right");
        }
    }

    /** What is known of the past while Kafka is away. */
    private static Optional<Instant> lastWrite(Path file) {
        try {
            return Optional.of(Files.getLastModifiedTime(file).toInstant());
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private static Readiness readiness(SensorTopic sensors, Optional<SpooledLog> spooled) {
        boolean isReachable;
        try {
            sensors.catchUp().toCompletableFuture().join();
            isReachable = true;
        } catch (CompletionException | CancellationException away) {
            isReachable = false;
        }
        return new Readiness(
                sensors.isLoaded(),
                isReachable,
                sensors.missingKeyIds(),
                sensors.undecodableRecords(),
                spooled.map(SpoolReadiness::of));
    }

    private void giveUp() {
        closeAll();
        Doors.lock();
    }

    /** Last started, first closed: no new publishes, then what is under way is stored, then the connections end. */
    private void closeAll() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception failure) {
                LOG.warn("Something did not close cleanly", failure);
            }
        }
    }
}
