package org.airlog.launcher.replay;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.Position;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;
import org.airlog.tls.Authorities;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code airlog replay}: its options, and what it prints. */
@Command(
        name = "replay",
        description = {
            "Sends a CSV of readings as a sensor: every publish signed by HMAC-SHA256, what is transient sent again.",
            "The header names the reading types (PM2_5, NO2, ... or your own), the column time_utc is the time in Unix "
                    + "seconds or ISO 8601, an empty cell is an absent reading.",
            "Exits with 0 only when every observation was acknowledged."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what is required before call()
public final class ReplayCommand implements Callable<Integer> {

    private static final int DAYS_PER_WEEK = 7;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE.csv", description = "The readings.")
    private Path file;

    @ArgGroup(exclusive = false)
    private @Nullable Identity identity;

    @ArgGroup
    private @Nullable Target target;

    @Option(
            names = "--authorities",
            paramLabel = "FILE",
            defaultValue = "${env:AIRLOG_TLS_AUTHORITIES}",
            description = "PEM file of authorities that are believed besides those of the JDK. Default: the file that "
                    + "AIRLOG_TLS_AUTHORITIES names.")
    private @Nullable Path authorities;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Observations a second. Default: as fast as they are taken.")
    private @Nullable Integer rate;

    @Option(
            names = "--shift-weeks",
            paramLabel = "N",
            defaultValue = "0",
            description = "Moves every time by N whole weeks, so that hours and weekdays stay. May be negative.")
    private int shiftWeeks;

    @Option(
            names = "--location",
            paramLabel = "LAT,LON",
            description =
                    "Where the sensor stands, in degrees, for one that is registered now: then maps show it, on a "
                            + "grid of 0.01 degree. Default: nobody is told.")
    private @Nullable String location;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "100",
            description = "Most observations in one publish, 1 to 2500. Default: ${DEFAULT-VALUE}.")
    private int batch;

    /** Who speaks. */
    @SuppressWarnings("NullAway.Init")
    static final class Identity {

        @Option(
                names = "--suid",
                paramLabel = "UUID",
                required = true,
                description = "A registered sensor. Default: one that is made, registered and kept beside the file.")
        private String suid;

        @Option(
                names = "--secret",
                paramLabel = "TEXT",
                required = true,
                description = "Its secret, as it was delivered.")
        private String secret;
    }

    /** Where to. */
    static final class Target {

        @Option(
                names = "--mqtt",
                paramLabel = "URL",
                description = "mqtt://host[:port] or mqtts://host[:port]. Default: mqtt://127.0.0.1:1883.")
        private @Nullable URI mqtt;

        @Option(
                names = "--http",
                paramLabel = "URL",
                description = "http://host[:port] or https://host[:port]: POST to the gateway instead.")
        private @Nullable URI http;
    }

    /** Runs the replay. */
    @Override
    public Integer call() throws CommandFailedException {
        require(batch >= 1 && batch <= 2_500, "--batch must be from 1 to 2500");
        require(rate == null || rate >= 1, "--rate must be at least 1");
        URI url = targetUrl();
        Sensor given = identity == null ? null : sensor(identity);
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new CommandFailedException("cannot read " + file);
        }
        var replay = new FileReplay(
                () -> Files.newInputStream(file),
                Duration.ofDays((long) DAYS_PER_WEEK * shiftWeeks),
                url,
                authorities(),
                batch,
                new SensorDescription(SensorDescription.REPLAY.model(), location(given)),
                rate == null ? OptionalInt.empty() : OptionalInt.of(rate));
        PrintWriter err = spec.commandLine().getErr();
        Report report = given == null ? replay.run(SensorFile.of(file, System.getenv()), err) : replay.run(given, err);
        print(report);
        report.failure().ifPresent(reason -> err.println("airlog: ended early: " + reason));
        return report.isComplete() ? 0 : 1;
    }

    private Sensor sensor(Identity given) {
        Suid suid = Suid.parse(given.suid).orElse(null);
        if (suid == null) {
            throw usage("--suid is not a UUID: " + given.suid);
        }
        require(!given.secret.isEmpty(), "--secret is empty");
        return new Sensor(suid, Secret.ofText(given.secret));
    }

    private @Nullable Position location(@Nullable Sensor given) {
        if (location == null) {
            return null;
        }
        require(given == null, "--location is of a sensor that is registered now: that of --suid has been");
        String[] degrees = location.split(",", -1);
        try {
            if (degrees.length == 2) {
                return new Position(Double.parseDouble(degrees[0]), Double.parseDouble(degrees[1]), null);
            }
        } catch (IllegalArgumentException nowhere) {
            // Told below.
        }
        throw usage("--location must be LAT,LON in degrees, such as 51.5225,-0.1546: " + location);
    }

    private Authorities authorities() throws CommandFailedException {
        try {
            return Authorities.in(Optional.ofNullable(authorities));
        } catch (IOException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private URI targetUrl() {
        if (target != null && target.http != null) {
            return checked("--http", target.http, List.of("http", "https"));
        }
        URI mqtt = target == null || target.mqtt == null ? URI.create("mqtt://127.0.0.1:1883") : target.mqtt;
        return checked("--mqtt", mqtt, List.of("mqtt", "mqtts"));
    }

    private URI checked(String option, URI url, List<String> schemes) {
        boolean isValid = url.getScheme() != null && schemes.contains(url.getScheme()) && url.getHost() != null;
        require(isValid, option + " must be " + String.join("://host[:port] or ", schemes) + "://host[:port]: " + url);
        try {
            return new URI(url.getScheme(), null, url.getHost(), url.getPort(), null, null, null);
        } catch (URISyntaxException e) {
            throw usage(option + " is not a URL: " + url);
        }
    }

    private void print(Report report) {
        PrintWriter out = spec.commandLine().getOut();
        double seconds = Math.max(report.elapsed().toMillis() / 1e3, 1e-3);
        out.printf(
                Locale.ROOT,
                "sent          %,d observations in %,d publishes, %.1f s (%,.0f/s)%n",
                report.sent(),
                report.publishes(),
                seconds,
                report.sent() / seconds);
        out.printf(Locale.ROOT, "acknowledged  %,d%n", report.acknowledged());
        long refused =
                report.refused().values().stream().mapToLong(Long::longValue).sum();
        out.printf(Locale.ROOT, "refused       %,d%n", refused);
        report.refused().forEach((reason, observations) -> {
            String detail = report.details().getOrDefault(reason, "");
            out.printf(
                    Locale.ROOT, "  %-26s %,d%s%n", reason, observations, detail.isEmpty() ? "" : "  (" + detail + ")");
        });
        if (report.unanswered() > 0) {
            out.printf(Locale.ROOT, "unanswered    %,d%n", report.unanswered());
        }
        if (report.resent() > 0) {
            out.printf(Locale.ROOT, "sent again    %,d publishes, when Airlog asked for it%n", report.resent());
        }
        out.flush();
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw usage(message);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
