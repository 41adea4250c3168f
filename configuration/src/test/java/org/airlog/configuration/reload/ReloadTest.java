package org.airlog.configuration.reload;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Keys;
import org.airlog.configuration.LimitKeys;
import org.airlog.configuration.Settings;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ReloadTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(Reload.class);

    @TempDir
    private Path folder;

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final List<Integer> depths = new CopyOnWriteArrayList<>();
    private final List<Integer> rows = new CopyOnWriteArrayList<>();
    private Map<String, String> environment = Map.of();
    private Instant now = START;
    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("airlog.properties");
        write("airlog.limits.json-depth=5");
        logged.start();
        LOGGER.addAppender(logged);
    }

    @AfterEach
    void detach() {
        LOGGER.detachAppender(logged);
    }

    @Test
    void givesEachPartWhatHasChangedAndTellsItsNames() throws IOException {
        Reload reload = reload();
        now = START.plusSeconds(60);
        write("airlog.limits.json-depth=6", "airlog.download.max-rows=7", "airlog.upload.salts.roof=hunter2");

        reload.take();

        assertThat(depths).containsExactly(6);
        assertThat(rows).containsExactly(7);
        assertThat(reload.isSuccessful()).isTrue();
        assertThat(reload.lastSuccess()).isEqualTo(now);
        assertThat(told())
                .containsExactly("INFO The configuration was reloaded applied=\"[airlog.download.max-rows,"
                        + " airlog.limits.json-depth, airlog.upload.salts.roof]\"");
    }

    @Test
    void tellsInOneLineWhatIsTakenAtARestartAlone() throws IOException {
        Reload reload = reload();
        write("airlog.limits.json-depth=6", "airlog.http.port=81");

        reload.take();

        assertThat(told())
                .containsExactly("WARN The configuration was reloaded; some keys are taken at a restart alone"
                        + " applied=\"[airlog.limits.json-depth]\" awaitingRestart=\"[airlog.http.port]\"");
    }

    @Test
    void letsTheEnvironmentGoOnOverriding() throws IOException {
        environment = Map.of("AIRLOG_LIMITS_JSON_DEPTH", "4");
        Reload reload = reload();
        write("airlog.limits.json-depth=6");

        reload.take();

        assertThat(depths).containsOnly(4);
        assertThat(told()).isEmpty();
    }

    @Test
    void takesNothingOfAFileWithAFaultAnywhereAndTellsAllFaults() throws IOException {
        Reload reload = reload();
        write(
                "airlog.limits.json-depth=6",
                "airlog.http.port=eighty",
                "airlog.limts.json-depth=7",
                "airlog.download.max-rows=13");

        reload.take();

        assertThat(depths).isEmpty();
        assertThat(rows).isEmpty();
        assertThat(reload.isSuccessful()).isFalse();
        assertThat(reload.lastSuccess()).isEqualTo(START);
        assertThat(told())
                .singleElement()
                .asString()
                .startsWith("ERROR The changed configuration is not taken")
                .contains("airlog.http.port: 'eighty' is not valid", "airlog.limts.json-depth: unknown key");
    }

    /** A fault that only a part can see, in the part that is asked last. */
    @Test
    void takesNothingWhereAPartSeesAFault() throws IOException {
        Reload reload = reload();
        write("airlog.limits.json-depth=6", "airlog.download.max-rows=13");

        reload.take();

        assertThat(depths).isEmpty();
        assertThat(told()).singleElement().asString().contains("airlog.download.max-rows: not 13");
    }

    @Test
    void takesNothingOfAFileThatCannotBeRead() throws IOException {
        Reload reload = reload();
        Files.delete(file);
        reload.take();
        assertThat(reload.isSuccessful()).isFalse();
        Files.write(file, new byte[] {'a', '=', (byte) 0xE4});
        reload.take();
        assertThat(reload.isSuccessful()).isFalse();
        write("airlog.limits.json-depth=\\u00zz");
        reload.take();

        assertThat(reload.isSuccessful()).isFalse();
        assertThat(depths).isEmpty();
        assertThat(told()).hasSize(3).allMatch(line -> line.contains(file + ": cannot be read"));
    }

    @Test
    void tellsThatItIsMended() throws IOException {
        Reload reload = reload();
        write("airlog.limits.json-depth=deep");
        reload.take();
        write("airlog.limits.json-depth=5");

        reload.take();

        assertThat(reload.isSuccessful()).isTrue();
        assertThat(told().get(1)).startsWith("INFO The configuration is mended");
    }

    @Test
    void goesByWhatTheProcessWasStartedWithForKeysThatAreNotReloaded() throws IOException {
        var ports = new ArrayList<Integer>();
        Map<String, String> inUse = written();
        var reload = new Reload(List.of(file), this::written, inUse, List.of(), List.of(settings -> {
            int port = settings.get(Keys.HTTP_PORT);
            return () -> ports.add(port);
        }));
        write("airlog.http.port=81", "airlog.limits.json-depth=6");

        reload.take();

        assertThat(ports).containsExactly(8080);
    }

    @Test
    void followsALinkThatIsSetAnewAsAMountedConfigMapIs() throws IOException {
        Path one = Files.createDirectory(folder.resolve("..one"));
        Path two = Files.createDirectory(folder.resolve("..two"));
        Files.writeString(one.resolve("mounted.properties"), "airlog.limits.json-depth=5");
        Files.writeString(two.resolve("mounted.properties"), "airlog.limits.json-depth=6");
        Path data = Files.createSymbolicLink(folder.resolve("..data"), one.getFileName());
        file = Files.createSymbolicLink(
                folder.resolve("mounted.properties"), Path.of("..data").resolve("mounted.properties"));
        try (var reload = reload()) {
            reload.start();

            Path draft = Files.createSymbolicLink(folder.resolve("..draft"), two.getFileName());
            Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

            Awaitility.await().until(() -> depths.contains(6));
        }
    }

    @Test
    void takesWhatHasChangedWhileTheProcessStarted() throws IOException {
        try (var reload = reload()) {
            write("airlog.limits.json-depth=6");

            reload.start();

            assertThat(depths).containsExactly(6);
        }
    }

    @Test
    void givesThePartsTheirValuesAtTheStartAlsoWithoutAFile() {
        try (var reload = new Reload(
                List.of(),
                () -> Map.of("airlog.limits.json-depth", "7"),
                Map.of("airlog.limits.json-depth", "7"),
                List.of(),
                List.of(settings -> () -> depths.add(settings.get(LimitKeys.JSON_DEPTH))))) {
            reload.start();

            assertThat(depths).containsExactly(7);
            assertThat(told()).isEmpty();
        }
    }

    @Test
    void tellsABrokenFileOnceHoweverOftenItIsLookedAt() throws IOException {
        try (var reload = reload()) {
            reload.start();
            write("airlog.limits.json-depth=deep");
            Awaitility.await().until(() -> !reload.isSuccessful());
            write("airlog.limits.json-depth=6");
            Awaitility.await().until(() -> depths.contains(6));

            assertThat(told()).filteredOn(line -> line.startsWith("ERROR")).hasSize(1);
        }
    }

    private Reload reload() {
        return new Reload(
                List.of(file),
                this::written,
                written(),
                List.of(),
                List.of(
                        settings -> {
                            int depth = settings.get(LimitKeys.JSON_DEPTH);
                            return () -> depths.add(depth);
                        },
                        settings -> {
                            int most = settings.get(Keys.DOWNLOAD_MAX_ROWS);
                            if (most == 13) {
                                throw new ConfigException(List.of("airlog.download.max-rows: not 13"));
                            }
                            return () -> rows.add(most);
                        }),
                Duration.ofMillis(20),
                () -> now);
    }

    private Map<String, String> written() {
        return Settings.written(Optional.of(file), environment);
    }

    private void write(String... lines) throws IOException {
        Files.write(file, List.of(lines));
    }

    private List<String> told() {
        return List.copyOf(logged.list).stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage()
                        + (event.getKeyValuePairs() == null
                                ? ""
                                : " "
                                        + event.getKeyValuePairs().stream()
                                                .map(String::valueOf)
                                                .reduce((a, b) -> a + " " + b)
                                                .orElse("")))
                .toList();
    }
}
