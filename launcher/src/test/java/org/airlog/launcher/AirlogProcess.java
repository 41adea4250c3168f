package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The built distribution at work: the command {@code airlog} as a process of its own, as the script starts it. */
final class AirlogProcess implements AutoCloseable {

    private static final Pattern READY =
            Pattern.compile("READY http=(\\S+) mqtt=(\\S+) kafka=(\\S+) database=postgresql://airlog:(\\w+)@(\\S+)"
                    + " management=(\\S+)(?: https=(\\S+) mqtts=(\\S+)(?: authority=(.+))?)?");
    /** From this Java on the script allows what would be warned of on standard error. */
    private static final int FIRST_TO_WARN = 24;

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();
    private final Thread outReader;
    private final Thread errReader;

    private AirlogProcess(Process process) {
        this.process = process;
        this.outReader = read(process.getInputStream(), out);
        this.errReader = read(process.getErrorStream(), err);
    }

    /** Starts {@code airlog} with these words. */
    static AirlogProcess start(String... words) throws IOException {
        return start(List.of(), words);
    }

    /** The same, with options of the JVM. */
    private static AirlogProcess start(List<String> options, String... words) throws IOException {
        String distribution = Objects.requireNonNull(System.getProperty("airlog.distribution"));
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dairlog.distribution=" + distribution,
                "-cp",
                distribution + "/app/*" + File.pathSeparator + distribution + "/lib/*"));
        if (Runtime.version().feature() >= FIRST_TO_WARN) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(options);
        command.add("org.airlog.launcher.Airlog");
        command.addAll(List.of(words));
        return new AirlogProcess(new ProcessBuilder(command).start());
    }

    /** Starts {@code airlog up} on free ports where {@code options} name none, and waits until it is ready. */
    static AirlogProcess up(Path dataDirectory, String... options) throws IOException {
        return up(List.of(), dataDirectory, options);
    }

    /** The same, logging all that there is to log of Airlog. */
    static AirlogProcess upTalkative(Path dataDirectory, String... options) throws IOException {
        return up(List.of("-Dairlog.log.level=TRACE"), dataDirectory, options);
    }

    private static AirlogProcess up(List<String> jvmOptions, Path dataDirectory, String... options) throws IOException {
        var words = new ArrayList<>(List.of("up", "--data-dir=" + dataDirectory));
        words.addAll(List.of(options));
        Stream.of("--http-port", "--mqtt-port", "--https-port", "--mqtts-port", "--kafka-port", "--database-port")
                .filter(port -> words.stream().noneMatch(word -> word.startsWith(port)))
                .forEach(port -> words.add(port + "=0"));
        AirlogProcess up = start(jvmOptions, words.toArray(String[]::new));
        up.awaitReady();
        return up;
    }

    /** Runs {@code airlog} to its end. */
    static AirlogProcess run(String... words) throws Exception {
        AirlogProcess run = start(words);
        run.exitCode();
        return run;
    }

    void awaitReady() {
        awaitLine("READY ");
    }

    /** Waits for a line of standard output that begins so. */
    void awaitLine(String beginning) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !process.isAlive() || out().stream().anyMatch(line -> line.startsWith(beginning)));
        assertThat(out())
                .as("standard output; standard error:%n%s", String.join("\n", err()))
                .anyMatch(line -> line.startsWith(beginning));
    }

    String http() {
        return ready().group(1);
    }

    String mqtt() {
        return ready().group(2);
    }

    String kafka() {
        return ready().group(3);
    }

    boolean hasTls() {
        return ready().group(7) != null;
    }

    /** Where it was started with TLS, as the two below. */
    String https() {
        return ready().group(7);
    }

    String mqtts() {
        return ready().group(8);
    }

    Path authority() {
        return Path.of(ready().group(9));
    }

    /** Where its broker, its gateway and its consumer tell operators how they do. */
    List<String> managed() {
        return List.of(ready().group(6).split(","));
    }

    /** As {@code psql} takes it. */
    String databaseUrl() {
        return "postgresql://airlog:" + ready().group(4) + "@" + ready().group(5);
    }

    /** The one number that a query answers. */
    long query(String sql) throws SQLException {
        try (Connection database = DriverManager.getConnection(
                        "jdbc:postgresql://" + ready().group(5), "airlog", ready().group(4));
                Statement statement = database.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    List<String> out() {
        synchronized (out) {
            return List.copyOf(out);
        }
    }

    List<String> err() {
        synchronized (err) {
            return List.copyOf(err);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end. */
    int exitCode() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running:\n" + String.join("\n", err()));
            }
            outReader.join();
            errReader.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** By the JDK's jcmd. */
    void collectGarbage() throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(jcmd.waitFor()).isZero();
    }

    /** SIGTERM. */
    int terminate() {
        process.destroy();
        return exitCode();
    }

    /** SIGKILL, of this process alone: the database that it has started lives on. */
    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /** Ends what still runs, in order. */
    @Override
    public void close() {
        if (process.isAlive()) {
            terminate();
        }
    }

    private Matcher ready() {
        String line = out().stream()
                .filter(text -> text.startsWith("READY"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not ready"));
        Matcher matcher = READY.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        return matcher;
    }

    private static Thread read(InputStream stream, List<String> lines) {
        var thread = new Thread(() -> {
            try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    synchronized (lines) {
                        lines.add(line);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
