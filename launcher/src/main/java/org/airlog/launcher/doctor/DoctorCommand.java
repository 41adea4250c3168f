package org.airlog.launcher.doctor;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Durations;
import org.airlog.configuration.Settings;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.replay.Sensor;
import org.airlog.launcher.replay.SensorFile;
import org.airlog.launcher.sensors.OperatorSettings;
import org.airlog.launcher.sensors.SensorsCommand;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;
import org.airlog.tls.Authorities;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code airlog doctor}: its options, and what it prints. */
@Command(
        name = "doctor",
        description = {
            "Looks at a deployment and says what is wrong, each finding with what to do.",
            "Beside an airlog up no option is needed. Elsewhere it looks where the configuration and the options say; where "
                    + "an option names an address, parts that nothing names are left out.",
            "Exits with 0 where nothing has failed."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what has a default before call()
public final class DoctorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private SensorsCommand.Installation installation;

    @Option(names = "--http", paramLabel = "URL", description = "The gateway: http://host[:port] or https://….")
    private @Nullable URI http;

    @Option(names = "--mqtt", paramLabel = "URL", description = "The broker: mqtt://host[:port] or mqtts://….")
    private @Nullable URI mqtt;

    @Option(names = "--portal", paramLabel = "URL", description = "The portal: http://host[:port] or https://….")
    private @Nullable URI portal;

    @Option(
            names = "--managed",
            paramLabel = "URL",
            split = ",",
            description = "Management addresses of processes, such as http://127.0.0.1:9095; several with commas.")
    private List<URI> managed = List.of();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = DurationConverter.class,
            description = "Longest that one check may take. Default: ${DEFAULT-VALUE}.")
    private Duration timeout;

    @Option(names = "--json", description = "As JSON.")
    private boolean isJson;

    @Option(
            names = "--probe",
            description =
                    "Then sends a signed reading by each way that is known and reads it back: from the portal, else "
                            + "from the database. Without --suid or --keep a sensor is registered for this once.")
    private boolean isProbe;

    @ArgGroup(exclusive = false)
    private @Nullable Given given;

    @Option(
            names = "--keep",
            paramLabel = "FILE",
            description = "The sensor of --probe: kept in this file (mode 600), registered where it is not there yet.")
    private @Nullable Path keep;

    /** As whom. */
    @SuppressWarnings("NullAway.Init")
    static final class Given {

        @Option(
                names = "--suid",
                paramLabel = "UUID",
                required = true,
                converter = SensorsCommand.SuidConverter.class,
                description = "The sensor of --probe: one that is registered.")
        private Suid suid;

        @Option(
                names = "--secret-file",
                paramLabel = "FILE",
                required = true,
                description = "File that holds its secret and nothing else.")
        private Path secretFile;
    }

    /** Lengths of time as the configuration writes them. */
    static final class DurationConverter implements ITypeConverter<Duration> {

        @Override
        public Duration convert(String value) {
            try {
                return Durations.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + value + "' is no length of time such as 5s");
            }
        }
    }

    /** Looks once. */
    @Override
    public Integer call() throws CommandFailedException {
        // Before there are threads: SLF4J warns of those that log while it starts.
        LoggerFactory.getILoggerFactory();
        checkUsage();
        var values = new HashMap<>(OperatorSettings.kept(installation.dataDirectory()));
        var faults = new ArrayList<String>();
        values.putAll(written(faults));
        var addresses = new Deployment.Addresses(
                Optional.ofNullable(http), Optional.ofNullable(mqtt), Optional.ofNullable(portal), managed);
        Authorities authorities = authorities(Deployment.of(values, faults, addresses), faults);
        Deployment deployment = Deployment.of(values, faults, addresses);
        var doctor = new Doctor(
                deployment,
                installation.dataDirectory(),
                authorities,
                timeout,
                isProbe ? Optional.of(identity()) : Optional.empty());
        Redaction redaction = Redaction.of(values);
        var report = new Report(doctor.findings().stream().map(redaction::of).toList());
        PrintWriter out = spec.commandLine().getOut();
        out.print(isJson ? report.json() : report.text());
        out.flush();
        return report.isWell() ? 0 : 1;
    }

    /** Where those that are named cannot be read the JDK's are believed, so that the rest can be looked at. */
    private Authorities authorities(Deployment deployment, List<String> faults) {
        try {
            return OperatorSettings.of(installation.dataDirectory(), deployment.settings())
                    .authorities();
        } catch (CommandFailedException e) {
            faults.add(e.getMessage());
            return Authorities.OF_THE_JDK;
        }
    }

    /** A file that cannot be read is a finding, and the environment is read all the same. */
    private Map<String, String> written(List<String> faults) {
        Map<String, String> environment = System.getenv();
        try {
            return nonBlank(Settings.written(installation.config(), environment));
        } catch (ConfigException e) {
            faults.addAll(e.faults());
            var others = new HashMap<>(environment);
            others.remove(Settings.CONFIG_VARIABLE);
            return nonBlank(Settings.written(Optional.empty(), others));
        }
    }

    private static Map<String, String> nonBlank(Map<String, String> written) {
        var values = new HashMap<>(written);
        values.values().removeIf(String::isBlank);
        return values;
    }

    private Probe.Identity identity() throws CommandFailedException {
        if (given != null) {
            try {
                String secret = Files.readString(given.secretFile).strip();
                if (secret.isEmpty()) {
                    throw new CommandFailedException(given.secretFile + " is empty");
                }
                return new Probe.Identity.Given(new Sensor(given.suid, Secret.ofText(secret)));
            } catch (IOException e) {
                throw new CommandFailedException("cannot read " + given.secretFile + ": " + e, e);
            }
        }
        return keep == null ? new Probe.Identity.Once() : new Probe.Identity.Kept(SensorFile.at(keep));
    }

    private void checkUsage() {
        check("--http", http, List.of("http", "https"));
        check("--portal", portal, List.of("http", "https"));
        check("--mqtt", mqtt, List.of("mqtt", "mqtts"));
        managed.forEach(url -> check("--managed", url, List.of("http", "https")));
        if (given != null && keep != null) {
            throw usage("--keep and --suid exclude each other");
        }
        if (timeout.isZero()) {
            throw usage("--timeout must be longer than nothing");
        }
    }

    private void check(String option, @Nullable URI url, List<String> schemes) {
        boolean isAddress = url == null
                || (url.getHost() != null
                        && schemes.contains(String.valueOf(url.getScheme()))
                        && url.getUserInfo() == null);
        if (!isAddress) {
            throw usage(option + " must be " + String.join("://host[:port] or ", schemes) + "://host[:port]");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
