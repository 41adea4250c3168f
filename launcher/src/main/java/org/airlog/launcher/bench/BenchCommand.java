package org.airlog.launcher.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.airlog.bench.Bench;
import org.airlog.bench.Mode;
import org.airlog.bench.Plan;
import org.airlog.bench.Result;
import org.airlog.bench.database.DatabaseAccess;
import org.airlog.bench.load.Fleet;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.up.DatabaseUrl;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code airlog bench}: its options, and what it prints. {@link Bench} does the work.
 *
 * <p>Long, as it has a page of options and each of them says what it is.
 */
@Command(
        name = "bench",
        description = {
            "Puts a fleet of sensors on a system and counts at the far end: how much it takes, how long answers take, what a row "
                    + "costs of the processors, and whether everything acknowledged is in the table.",
            "Without --http, --mqtt and --database it starts a system of its own, without limits, on free ports. A running one "
                    + "should be without limits (airlog up --no-limits), or they are what is measured.",
            "Exits with 1 where the counts do not agree."
        })
@SuppressWarnings("NullAway.Init") // picocli sets what has a default before call()
public final class BenchCommand implements Callable<Integer> {

    private static final int MOST_BATCH = 2_500;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "MODE",
            description = {
                "publish: over MQTT, until the rows are committed.",
                "post: the same by HTTP POST.",
                "drain: fills the log while the sink is held back, then times the sink; and COPY into a table like it.",
                "e2e: from when a publish is due until its row can be read. Needs --rate.",
                "connect: clients that all connect at once."
            })
    private Mode mode;

    @Option(names = "--http", paramLabel = "URL", description = "http://host[:port] of the gateway.")
    private @Nullable URI http;

    @Option(names = "--mqtt", paramLabel = "URL", description = "mqtt://host[:port] of the broker.")
    private @Nullable URI mqtt;

    @Option(
            names = "--database",
            paramLabel = "URL",
            description =
                    "postgresql://user:password@host:port/database, as airlog up prints it. Without it nothing is "
                            + "counted at the far end.")
    private @Nullable String database;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Connections. Default: ${DEFAULT-VALUE}.")
    private int clients;

    @Option(
            names = "--sensors",
            paramLabel = "N",
            description = "Sensors that they speak for, new ones at each run. Default: as many as clients.")
    private @Nullable Integer sensors;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1",
            description = "Observations in one publish, 1 to 2500. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--readings",
            paramLabel = "N",
            defaultValue = "1",
            description = "Readings in each observation, 1 to 10. Default: ${DEFAULT-VALUE}.")
    private int readings;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description =
                    "Publishes a second, whatever the answers; times count from when each was due. In mode connect: "
                            + "connections a second. Default: each client sends when it has its answer.")
    private @Nullable Double rate;

    @Option(
            names = "--window",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Publishes of one MQTT client that may wait for their PUBACK, 1 to 100. Default: ${DEFAULT-VALUE}.")
    private int window;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "20s",
            description = "Of the load that counts, such as 20s or 5m. Default: ${DEFAULT-VALUE}.")
    private String duration;

    @Option(
            names = "--warmup",
            paramLabel = "TIME",
            defaultValue = "5s",
            description = "Of the same load before it. Default: ${DEFAULT-VALUE}.")
    private String warmup;

    @Option(
            names = "--protocol",
            paramLabel = "5|3.1.1",
            defaultValue = "5",
            description = "Version of MQTT. Default: ${DEFAULT-VALUE}.")
    private String protocol;

    @Option(names = "--qos", paramLabel = "0|1", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private int qos;

    @Option(
            names = "--unsigned",
            description = "The sensors sign nothing and are not registered; any MQTT broker takes that.")
    private boolean isUnsigned;

    @Option(names = "--upload", description = "Mode post: to the co2logserver's path /upload, unsigned.")
    private boolean isUpload;

    @Option(
            names = "--stored-query",
            paramLabel = "SQL",
            description = "Counts the rows at the far end, where that is not Airlog's own table.")
    private @Nullable String storedQuery;

    @Option(
            names = "--process",
            paramLabel = "NAME=PID",
            description =
                    "Whose processor time is counted, with all that it has begun; can be given again. Default: those that "
                            + "listen on the URLs' ports, where they are on this machine.")
    private Map<String, Long> processes = new LinkedHashMap<>();

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean isJson;

    /** Runs the bench. */
    @Override
    public Integer call() throws CommandFailedException, IOException {
        check();
        PrintWriter err = spec.commandLine().getErr();
        if (http == null && mqtt == null && database == null) {
            err.println("airlog: starting a system of its own ...");
            err.flush();
            try (OwnSystem own = OwnSystem.start(err)) {
                return run(own.http(), own.mqtt(), own.database(), err);
            }
        }
        return run(http, mqtt, database, err);
    }

    private int run(@Nullable URI httpUrl, @Nullable URI mqttUrl, @Nullable String databaseUrl, PrintWriter err)
            throws CommandFailedException {
        require(mode == Mode.POST || mqttUrl != null, "this mode needs --mqtt");
        boolean isSigned = !isUnsigned && !isUpload && mode != Mode.CONNECT;
        require(httpUrl != null || (mode != Mode.POST && !isSigned), "--http is needed: sensors are registered there");
        require(databaseUrl != null || (mode != Mode.DRAIN && mode != Mode.E2E), "this mode needs --database");
        var plan = new Plan(
                mode,
                new Plan.Site(
                        Optional.ofNullable(httpUrl),
                        Optional.ofNullable(mqttUrl),
                        databaseUrl == null ? Optional.empty() : Optional.of(access(databaseUrl)),
                        Optional.ofNullable(storedQuery),
                        processes),
                clients,
                sensors == null ? clients : sensors,
                new Fleet.Shape(batch, readings),
                new Plan.Dialect(protocol.equals("5"), qos, isSigned, isUpload, window),
                rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate),
                time("--duration", duration),
                time("--warmup", warmup));
        Result result;
        try {
            result = new Bench(plan, new Stages(err)).run();
        } catch (IOException | SQLException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", e);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (isJson) {
            out.println(ResultJson.of(result));
            out.flush();
        } else {
            ResultText.print(result, out);
        }
        return result.isRight() ? 0 : 1;
    }

    private void check() {
        require(clients >= 1, "--clients must be at least 1");
        require(sensors == null || sensors >= 1, "--sensors must be at least 1");
        require(batch >= 1 && batch <= MOST_BATCH, "--batch must be from 1 to " + MOST_BATCH);
        require(readings >= 1 && readings <= 10, "--readings must be from 1 to 10");
        require(rate == null || rate > 0, "--rate must be above 0");
        require(window >= 1 && window <= 100, "--window must be from 1 to 100");
        require(List.of("5", "3.1.1").contains(protocol), "--protocol must be 5 or 3.1.1");
        require(qos == 0 || qos == 1, "--qos must be 0 or 1");
        require(mode != Mode.E2E || rate != null, "mode e2e needs --rate");
        require(!isUpload || mode == Mode.POST, "--upload goes with mode post");
        require(http == null || "http".equals(http.getScheme()), "--http must be http://host[:port]: " + http);
        require(
                mqtt == null || ("mqtt".equals(mqtt.getScheme()) && mqtt.getHost() != null),
                "--mqtt must be mqtt://host[:port]: " + mqtt);
        time("--duration", duration);
        time("--warmup", warmup);
    }

    private static DatabaseAccess access(String url) throws CommandFailedException {
        DatabaseUrl parsed = DatabaseUrl.parse(url);
        return new DatabaseAccess(
                parsed.jdbc(), parsed.user().orElse("airlog"), parsed.password().orElse(""));
    }

    /** {@code 20s}, {@code 5m}, {@code 500ms}; as ISO 8601 spells it behind {@code PT}. */
    private Duration time(String option, String text) {
        try {
            Duration time = text.endsWith("ms")
                    ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                    : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
            require(!time.isNegative(), option + " must not be negative: " + text);
            return time;
        } catch (DateTimeParseException | NumberFormatException e) {
            throw new ParameterException(spec.commandLine(), option + " must be a time such as 20s or 5m: " + text, e);
        }
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
