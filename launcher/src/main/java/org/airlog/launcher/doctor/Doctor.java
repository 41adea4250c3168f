package org.airlog.launcher.doctor;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Settings;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.portal.kafka.KafkaAccess;
import org.airlog.tls.Authorities;

/**
 * One look at a deployment: which checks there are, and in which order they are told.
 *
 * @param patience for each check
 * @param probe as whom a reading is sent through it all; empty where none is
 */
record Doctor(
        Deployment deployment,
        Path dataDirectory,
        Authorities authorities,
        Duration patience,
        Optional<Probe.Identity> probe) {

    /** Acknowledged readings may come late: a consumer that has just started waits for its group. */
    private static final Duration PROBE_PATIENCE = Duration.ofSeconds(30);

    private static final int STEPS_OF_A_PROBE = 4;

    List<Finding> findings() throws CommandFailedException {
        var findings = new ArrayList<>(new Examination(patience).of(checks()));
        if (probe.isPresent()) {
            // After the others, so that nothing of it is held up by them, and they do not count it.
            findings.addAll(
                    new Examination(PROBE_PATIENCE.multipliedBy(STEPS_OF_A_PROBE)).of(List.of(probe(probe.get()))));
        }
        return findings;
    }

    private List<Check> checks() throws CommandFailedException {
        Settings settings = deployment.settings();
        var http = new Http(authorities, patience);
        Optional<Database> database = deployment.hasDatabase() ? Optional.of(Database.of(settings)) : Optional.empty();
        var checks = new ArrayList<Check>();
        checks.add(new ConfigurationCheck(deployment));
        checks.add(ofAddress(
                "mqtt", deployment.mqtt(), "--mqtt", url -> new MqttCheck(url, settings, authorities, patience)));
        checks.add(
                deployment.hasKafka()
                        ? new KafkaCheck(
                                new KafkaAccess(
                                        "airlog-doctor",
                                        settings.get(Keys.KAFKA_BOOTSTRAP_SERVERS),
                                        settings.get(Keys.KAFKA_CLIENT)),
                                patience)
                        : new LeftOut(KafkaJudgement.CHECK, Keys.KAFKA_BOOTSTRAP_SERVERS.name()));
        checks.add(
                database.isPresent()
                        ? new DatabaseCheck(database.get(), patience)
                        : new LeftOut(DatabaseJudgement.CHECK, Keys.DATABASE_URL.name()));
        checks.add(ofAddress(
                "gateway", deployment.http(), "--http", url -> new ServerCheck("gateway", url, "/healthy", http)));
        checks.add(ofAddress(
                "portal",
                deployment.portal(),
                "--portal",
                url -> new ServerCheck("portal", url, "/api/v1/reading-types", http)));
        checks.add(
                deployment.managed().isEmpty()
                        ? new LeftOut(ManagementJudgement.CHECK, "--managed")
                        : new ManagementCheck(deployment.managed(), http));
        checks.add(new ClockCheck(database, deployment.http(), http, patience));
        checks.add(new CertificateCheck(settings, deployment.encrypted(), authorities, patience));
        checks.add(new FolderCheck(dataDirectory, settings));
        return checks;
    }

    private Probe probe(Probe.Identity who) throws CommandFailedException {
        var http = new Http(authorities, patience);
        List<URI> ways = Stream.of(deployment.http(), deployment.mqtt())
                .flatMap(Optional::stream)
                .toList();
        if (ways.isEmpty()) {
            throw new CommandFailedException("--probe needs a way to send a reading: name one by --http or --mqtt");
        }
        Optional<ReadBack> readBack = Optional.empty();
        if (deployment.portal().isPresent()) {
            readBack = Optional.of(new ReadBack.ByPortal(deployment.portal().get(), http));
        } else if (deployment.hasDatabase()) {
            readBack = Optional.of(new ReadBack.ByTable(Database.of(deployment.settings()), patience));
        }
        return new Probe(ways, who, readBack, authorities, PROBE_PATIENCE);
    }

    private static Check ofAddress(String name, Optional<URI> address, String option, Function<URI, Check> check) {
        return address.isPresent() ? check.apply(address.get()) : new LeftOut(name, option);
    }

    /** What is not looked at, because nobody has named it. */
    private record LeftOut(String name, String way) implements Check {

        @Override
        public List<Finding> look() {
            return List.of(Finding.warn(name, "not looked at: no address is named", "name it by " + way));
        }
    }
}
