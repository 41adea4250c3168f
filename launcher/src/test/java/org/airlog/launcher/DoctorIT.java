package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.airlog.tls.CertificateFiles;
import org.airlog.tls.LocalAuthority;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code airlog doctor} beside a running {@code airlog up}, which is well, and beside what has been broken of it. */
@Tag("once")
class DoctorIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir
    static Path folder;

    private static Path data;
    private static AirlogProcess up;

    @BeforeAll
    static void start() throws Exception {
        data = folder.resolve("data");
        up = AirlogProcess.up(data, "--tls");
    }

    @AfterAll
    static void stop() {
        up.close();
        assertThat(data.resolve("running.properties")).doesNotExist();
    }

    @Test
    void findsNothingAmissBesideAnUpAndNeedsNoOptionToFindIt() throws Exception {
        AirlogProcess doctor =
                AirlogProcess.run("doctor", "--data-dir=" + data, "--probe", "--timeout=20s", "--keep=" + kept());

        String told = String.join("\n", doctor.out());
        assertThat(doctor.exitCode()).as(told + doctor.err()).isZero();
        assertThat(doctor.out()).as(told).noneMatch(line -> line.startsWith("fail") || line.startsWith("warn"));
        assertThat(doctor.out())
                .anyMatch(line -> line.matches("ok +configuration +every key.*"))
                .anyMatch(line -> line.matches("ok +mqtt +.* lets operator in"))
                .anyMatch(line -> line.matches("ok +mqtt +.* lets gateway in"))
                .anyMatch(line -> line.matches("ok +kafka +airlog.observations: 1 partition, 1 replica"))
                .anyMatch(line -> line.matches("ok +database +the schema has version \\d+, as this release"))
                .anyMatch(line -> line.matches("ok +gateway +" + up.http() + " answers"))
                .anyMatch(line -> line.matches("ok +processes +broker .* is ready.*"))
                .anyMatch(line -> line.matches("ok +processes +consumer .* is ready.*"))
                .anyMatch(line -> line.matches("ok +clocks +this machine and the database agree"))
                .anyMatch(line -> line.matches("ok +clocks +this machine and the gateway agree"))
                .anyMatch(line -> line.matches("ok +certificates +" + up.https() + ": until .*"))
                .anyMatch(line -> line.matches("ok +certificates +" + up.mqtts() + ": until .*"))
                .anyMatch(line -> line.matches("ok +folders +.*registry: writable.*"))
                .anyMatch(line -> line.matches("ok +probe +.*by " + up.http() + " is read back from the portal's API"))
                .anyMatch(line -> line.matches("ok +probe +.*by " + up.mqtt() + " is read back from the portal's API"));
        List<String> secrets = Files.readAllLines(data.resolve("secrets.properties")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("[^=]*=", ""))
                .toList();
        assertThat(secrets).hasSizeGreaterThan(5).noneMatch(told::contains);

        assertThat(run("--probe", "--keep=" + kept(), "--http=" + up.http(), "--timeout=20s"))
                .as("the sensor that was kept")
                .anyMatch(finding -> is(finding, "ok", "probe", "by " + up.http() + " is read back"));
        assertThat(up.query("SELECT count(*) FROM sensor WHERE model = 'doctor'"))
                .isOne();
    }

    @Test
    void tellsTopicsWhoseSettingsBreakAPromise() throws Exception {
        setRetention("60000");
        try {
            assertThat(run("--timeout=20s"))
                    .anyMatch(finding -> is(finding, "fail", "kafka", "airlog.observations has retention.ms=60000"))
                    .anyMatch(finding -> is(finding, "ok", "database", "answers at"));
        } finally {
            setRetention("-1");
        }
    }

    @Test
    void tellsEachThingThatIsBrokenWhereManyAre() throws Exception {
        var certificate = new CertificateFiles(folder.resolve("old.pem"), folder.resolve("old-key.pem"));
        Instant lastYear = Instant.now().minus(Duration.ofDays(400));
        LocalAuthority.make(
                        new CertificateFiles(folder.resolve("ca.pem"), folder.resolve("ca-key.pem")), "Test", lastYear)
                .issue(certificate, List.of("localhost"), lastYear, Duration.ofDays(30));
        HttpServer consumer = unready();
        try {
            Path config = Files.writeString(
                    folder.resolve("broken.properties"),
                    String.join(
                            "\n",
                            "airlog.gateway.mqtt-password=wrong-password",
                            "airlog.database.password=wrong-password",
                            "airlog.kafka.bootstrap-servers=127.0.0.1:1",
                            "airlog.tls.certificate=" + certificate.certificate(),
                            "airlog.tls.private-key=" + certificate.privateKey(),
                            "airlog.http.max-requests=plenty",
                            "airlog.portal.watched=http://127.0.0.1:"
                                    + consumer.getAddress().getPort()));

            List<JsonNode> findings = run("--config=" + config, "--timeout=20s");

            assertThat(findings)
                    .anyMatch(finding -> is(finding, "fail", "configuration", "airlog.http.max-requests: 'plenty'"))
                    .anyMatch(finding -> is(finding, "fail", "configuration", "airlog.gateway.mqtt-password is not"))
                    .anyMatch(finding -> is(finding, "ok", "mqtt", "lets operator in"))
                    .anyMatch(finding -> is(finding, "fail", "mqtt", "denies gateway"))
                    .anyMatch(finding -> is(finding, "fail", "kafka", "no answer from Kafka at 127.0.0.1:1"))
                    .anyMatch(finding -> is(finding, "fail", "database", "does not take the user airlog"))
                    .anyMatch(finding -> is(finding, "fail", "certificates", "old.pem: expired on"))
                    .anyMatch(finding -> is(finding, "fail", "processes", "is not ready: waits for the database"))
                    .allMatch(finding -> finding.path("level").asText().equals("ok")
                            || !finding.path("remedy").asText().isEmpty());
            assertThat(findings.toString()).doesNotContain("wrong-password");
        } finally {
            consumer.stop(0);
        }
    }

    @Test
    void tellsADatabaseThatIsAwayAndAuthoritiesThatAreNone() throws Exception {
        Path config = Files.writeString(
                folder.resolve("away.properties"),
                "airlog.database.url=jdbc:postgresql://127.0.0.1:1/airlog\nairlog.tls.authorities="
                        + data.resolve("secrets.properties") + "\n");

        assertThat(run("--config=" + config, "--timeout=20s"))
                .anyMatch(finding ->
                        is(finding, "fail", "database", "the database at 127.0.0.1:1/airlog cannot be asked"))
                .anyMatch(finding -> is(finding, "fail", "configuration", "holds no certificate in PEM"))
                .anyMatch(finding -> is(finding, "ok", "gateway", "answers"));
    }

    @Test
    void takesNoOptionThatMakesNoSense() {
        assertThat(exit("--probe", "--suid=" + UUID.randomUUID())).isEqualTo(2);
        assertThat(exit("--http=mqtt://127.0.0.1")).isEqualTo(2);
        assertThat(exit("--http=http://user:password@127.0.0.1")).isEqualTo(2);
        assertThat(exit("--timeout=soon")).isEqualTo(2);
    }

    private static Path kept() {
        return folder.resolve("doctor.sensor");
    }

    private static void setRetention(String millis) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", up.kafka()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, "airlog.observations"),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("retention.ms", millis), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private static HttpServer unready() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        server.createContext("/", exchange -> {
            byte[] body =
                    "{\"ready\":false,\"reading\":true,\"waitsFor\":\"database\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(503, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static boolean is(JsonNode finding, String level, String check, String found) {
        return finding.path("level").asText().equals(level)
                && finding.path("check").asText().equals(check)
                && finding.path("found").asText().contains(found);
    }

    /** The findings of a run in this process. */
    private static List<JsonNode> run(String... options) throws Exception {
        var out = new StringWriter();
        execute(out, options);
        return StreamSupport.stream(
                        JSON.readTree(out.toString()).path("findings").spliterator(), false)
                .toList();
    }

    private static int exit(String... options) {
        return execute(new StringWriter(), options);
    }

    private static int execute(StringWriter out, String... options) {
        var words = new ArrayList<>(List.of("doctor", "--data-dir=" + data, "--json"));
        words.addAll(List.of(options));
        CommandLine airlog = Airlog.commandLine();
        airlog.setOut(new PrintWriter(out, true));
        airlog.setErr(new PrintWriter(new StringWriter(), true));
        return airlog.execute(words.toArray(String[]::new));
    }
}
