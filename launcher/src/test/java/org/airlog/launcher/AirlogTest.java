package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AirlogTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version"})
    void tellsAboutItselfAndSucceeds(String option) {
        assertThat(run(option)).isZero();
        assertThat(out.toString()).contains("airlog");
    }

    @Test
    void hasHelpForEveryCommand() {
        for (String command : Airlog.commandLine().getSubcommands().keySet()) {
            assertThat(run(command, "--help")).as(command).isZero();
            assertThat(out.toString()).contains("Usage: airlog " + command, "Exit codes:");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "xyzzy",
                "sensors",
                "sensors show",
                "sensors show kitchen",
                "sensors list --trust friend",
                "sensors provision",
                "parked",
                "parked list --newest 0",
                "parked list --since yesterday",
                "parked show",
                "parked show 7",
                "parked replay",
                "rejected replay --all 0:1",
                "replay",
                "replay f.csv --batch 0",
                "replay f.csv --batch 2501",
                "replay f.csv --rate 0",
                "replay f.csv --suid 3f2504e0-4f89-11d3-9a0c-0305e82c3301",
                "replay f.csv --mqtt http://127.0.0.1",
                "replay f.csv --http 127.0.0.1:8080",
                "replay f.csv --mqtt mqtt://a --http http://a",
                "bench",
                "bench fly",
                "bench e2e --mqtt mqtt://a",
                "bench post --mqtt mqtt://a",
                "bench drain --mqtt mqtt://a --http http://a",
                "bench publish --mqtt http://a --unsigned",
                "bench publish --mqtt mqtt://a",
                "bench publish --mqtt mqtt://a --unsigned --batch 0",
                "bench publish --mqtt mqtt://a --unsigned --duration soon",
                "bench publish --mqtt mqtt://a --unsigned --duration -5s",
                "bench publish --mqtt mqtt://a --unsigned --upload",
                "bench publish --mqtt mqtt://a --unsigned --qos 2",
                "bench publish --mqtt mqtt://a --unsigned --protocol 4",
                "bench publish --mqtt mqtt://a --unsigned --process broker=mosquitto",
            })
    void exitsWith2OnWrongUsage(String line) {
        String file =
                getClass().getProtectionDomain().getCodeSource().getLocation().getPath();
        String[] words =
                line.isEmpty() ? new String[0] : line.replace("f.csv", file).split(" ");
        assertThat(run(words)).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: airlog");
    }

    @Test
    void hasHelpForEveryCommandOfSensors() {
        var sensors =
                Objects.requireNonNull(Airlog.commandLine().getSubcommands().get("sensors"));
        for (String command : sensors.getSubcommands().keySet()) {
            assertThat(run("sensors", command, "--help")).as(command).isZero();
            assertThat(out.toString()).contains("Usage: airlog sensors " + command, "Exit codes:");
        }
    }

    @Test
    void tellsInOneLineWhatAnOperatorMustGive() {
        String suid = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";

        assertThat(run("sensors", "release", suid, "--data-dir=no-such")).isEqualTo(1);
        assertThat(run("sensors", "list", "--data-dir=no-such")).isEqualTo(1);
        assertThat(run("sensors", "provision", "no-such.csv")).isEqualTo(1);

        assertThat(err.toString().lines())
                .containsExactly(
                        "airlog: no password of the operator in no-such/secrets.properties: name the data directory of"
                                + " airlog up by --data-dir, or set AIRLOG_OPERATOR_MQTT_PASSWORD",
                        "airlog: no password of the database in no-such/secrets.properties: name the data directory of"
                                + " airlog up by --data-dir, or set AIRLOG_DATABASE_PASSWORD",
                        "airlog: cannot read no-such.csv");
    }

    @Test
    void tellsInOneLineWhichFileItCannotRead() {
        assertThat(run("replay", "no-such.csv")).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("airlog: cannot read no-such.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parked list", "parked show 0:1", "parked replay 0:1", "rejected list"})
    void tellsInOneLineThatKafkaIsNoAddress(String line) {
        var words = new ArrayList<>(List.of(line.split(" ")));
        words.addAll(List.of("--data-dir=no-such", "--kafka=nowhere"));

        assertThat(run(words.toArray(String[]::new))).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly("airlog: no client can be made for Kafka at nowhere: Invalid url in bootstrap.servers:"
                        + " nowhere");
    }

    private int run(String... words) {
        return Airlog.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }
}
