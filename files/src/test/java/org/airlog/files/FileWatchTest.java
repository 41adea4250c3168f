package org.airlog.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {

    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final Duration NEVER_BY_ITSELF = Duration.ofDays(1);

    @TempDir
    Path folder;

    /** What was in the files each time a change was told. */
    private final List<String> told = new CopyOnWriteArrayList<>();

    private Path one = Path.of("");
    private Path two = Path.of("");

    @BeforeEach
    void write() throws IOException {
        one = Files.writeString(folder.resolve("one"), "a");
        two = Files.writeString(folder.resolve("two"), "b");
    }

    @Test
    void tellsOnceThatContentHasChanged() throws IOException {
        try (var watch = new FileWatch("watch", INTERVAL, List.of(one, two), this::tell)) {
            watch.start();

            Files.writeString(two, "c");

            Awaitility.await().until(() -> told.contains("ac"));
            assertThat(told).containsExactly("ac");
        }
    }

    @Test
    void waitsUntilNothingIsWrittenAnyMore() throws IOException {
        try (var watch = new FileWatch("watch", NEVER_BY_ITSELF, List.of(one, two), this::tell)) {
            watch.start();

            Files.writeString(one, "c");
            watch.look();
            Files.writeString(two, "d");
            watch.look();
            assertThat(told).isEmpty();
            watch.look();
            watch.look();

            assertThat(told).containsExactly("cd");
        }
    }

    @Test
    void seesALinkThatIsSetAnew() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), one);
        try (var watch = new FileWatch("watch", INTERVAL, List.of(link), () -> told.add(read(link)))) {
            watch.start();

            Path draft = Files.createSymbolicLink(folder.resolve("draft"), two);
            Files.move(draft, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

            Awaitility.await().until(() -> told.contains("b"));
        }
    }

    @Test
    void isNotMovedByTimesAlone() throws IOException {
        try (var watch = new FileWatch("watch", NEVER_BY_ITSELF, List.of(one, two), this::tell)) {
            watch.start();

            Files.writeString(one, "a");
            watch.look();
            watch.look();

            assertThat(told).isEmpty();
        }
    }

    @Test
    void seesAFileThatGoesAndComesBack() throws IOException {
        try (var watch = new FileWatch("watch", NEVER_BY_ITSELF, List.of(one), () -> told.add("changed"))) {
            watch.start();

            Files.delete(one);
            watch.look();
            watch.look();
            assertThat(told).hasSize(1);
            Files.writeString(one, "a");
            watch.look();
            watch.look();

            assertThat(told).hasSize(2);
        }
    }

    @Test
    void goesOnAfterABugOfWhomItTells() throws IOException {
        try (var watch = new FileWatch("watch", NEVER_BY_ITSELF, List.of(one, two), () -> {
            tell();
            throw new IllegalStateException("a bug");
        })) {
            watch.start();

            Files.writeString(one, "c");
            watch.look();
            watch.look();
            Files.writeString(one, "d");
            watch.look();
            watch.look();

            assertThat(told).containsExactly("cb", "db");
        }
    }

    private void tell() {
        told.add(read(one) + read(two));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
