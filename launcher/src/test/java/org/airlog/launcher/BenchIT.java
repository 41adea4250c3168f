package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The quick form of the bench: each mode for a moment. What fails is a wrong count, never a slow machine; the figures lie in {@code
 * target/bench}, one JSON object a file.
 */
@Tag("once")
class BenchIT {

    private static final Path FIGURES = Path.of("target", "bench");

    private static AirlogProcess up;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        up = AirlogProcess.up(folder.resolve("data"), "--no-limits");
    }

    @AfterAll
    static void stop() {
        up.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "publish",
                "publish --protocol=3.1.1 --batch=20 --readings=3",
                "publish --rate=200 --unsigned",
                "publish --sensors=200 --window=5",
                "post",
                "post --upload --batch=5",
                "drain --batch=10"
            })
    void findsInTheTableWhatWasAcknowledged(String words) throws Exception {
        JsonNode result = bench(words);

        assertThat(result.path("mode").asText()).isEqualTo(words.split(" ", -1)[0]);
        assertThat(result.path("acknowledged").asLong())
                .isPositive()
                .isEqualTo(result.path("stored").asLong());
        assertThat(result.path("sent").asLong())
                .isEqualTo(result.path("acknowledged").asLong()
                        + result.path("unanswered").asLong());
        assertThat(result.path("refused").asLong()).isZero();
        assertThat(result.path("latencyMillis").path("p50").asDouble())
                .isPositive()
                .isLessThanOrEqualTo(result.path("latencyMillis").path("max").asDouble());
        assertThat(result.path("perSecond").asDouble()).isPositive();
        assertThat(result.path("cpuMicrosPerRow").asDouble()).isPositive();
        assertThat(result.path("generatorPerSecond").asDouble()).isPositive();
        assertThat(result.path("rawCopyPerSecond").isNumber()).isEqualTo(words.startsWith("drain"));
    }

    @Test
    void promisesNothingAtQos0() throws Exception {
        JsonNode result = bench("publish --qos=0 --rate=200");

        assertThat(result.path("acknowledged").asLong()).isZero();
        assertThat(result.path("stored").asLong())
                .isPositive()
                .isLessThanOrEqualTo(result.path("sent").asLong());
    }

    @Test
    void timesWhenARowCanBeRead() throws Exception {
        JsonNode result = bench("e2e --rate=200");

        assertThat(result.path("invisible").asLong()).isZero();
        assertThat(result.path("acknowledged").asLong())
                .isEqualTo(result.path("stored").asLong());
        assertThat(result.path("latencyMillis").path("p99").asDouble()).isPositive();
    }

    @Test
    void connectsAllClients() throws Exception {
        JsonNode result = bench("connect --clients=300");

        assertThat(result.path("acknowledged").asLong()).isEqualTo(300);
        assertThat(result.path("stored").isNull()).isTrue();
    }

    @Test
    void endsWithOneWhereTheCountsDoNotAgree() throws Exception {
        AirlogProcess wrong = run("publish", "--rate=50", "--stored-query=SELECT 0");

        assertThat(wrong.exitCode()).as(wrong.err().toString()).isEqualTo(1);
        assertThat(wrong.out()).anyMatch(line -> line.contains("WRONG"));
    }

    @Test
    void saysInALineWhatCannotBeReached() throws Exception {
        AirlogProcess lost = AirlogProcess.run("bench", "publish", "--unsigned", "--mqtt=mqtt://127.0.0.1:1");

        assertThat(lost.exitCode()).isEqualTo(1);
        assertThat(lost.err()).anyMatch(line -> line.startsWith("airlog: a client was not let in"));
    }

    @Test
    void startsASystemOfItsOwnWhereNoneIsNamedAndLeavesNothing() throws Exception {
        long before = ownDirectories();
        AirlogProcess own = AirlogProcess.run("bench", "publish", "--clients=20", "--duration=1s", "--warmup=0s");

        assertThat(own.exitCode()).as(own.err().toString()).isZero();
        assertThat(own.out()).anyMatch(line -> line.startsWith("stored") && !line.contains("WRONG"));
        assertThat(ownDirectories()).isEqualTo(before);
    }

    private static long ownDirectories() throws IOException {
        try (var entries = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return entries.filter(entry -> String.valueOf(entry.getFileName()).startsWith("airlog-bench-"))
                    .count();
        }
    }

    private static JsonNode bench(String words) throws Exception {
        AirlogProcess run = run((words + " --json").split(" ", -1));
        assertThat(run.exitCode()).as(run.err() + "\n" + run.out()).isZero();
        assertThat(run.out()).hasSize(1);
        Files.createDirectories(FIGURES);
        String name = words.replaceAll("[^a-z0-9.]+", "-") + ".json";
        Files.writeString(FIGURES.resolve(name), run.out().get(0) + "\n");
        return new ObjectMapper().readTree(run.out().get(0));
    }

    private static AirlogProcess run(String... words) throws Exception {
        var all = new ArrayList<>(List.of("bench"));
        all.addAll(List.of(words));
        all.addAll(List.of(
                "--http=" + up.http(),
                "--mqtt=" + up.mqtt(),
                "--database=" + up.databaseUrl(),
                "--duration=2s",
                "--warmup=500ms"));
        if (!all.toString().contains("--clients")) {
            all.add("--clients=20");
        }
        return AirlogProcess.run(all.toArray(String[]::new));
    }
}
