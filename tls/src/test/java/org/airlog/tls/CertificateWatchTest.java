package org.airlog.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateWatchTest {

    private static final Duration INTERVAL = Duration.ofMillis(20);

    @TempDir
    Path folder;

    /** What was in the files each time they were used. */
    private final List<String> used = new CopyOnWriteArrayList<>();

    private final List<String> refused = new CopyOnWriteArrayList<>();
    private Path one = Path.of("");
    private Path two = Path.of("");

    @BeforeEach
    void write() throws IOException {
        one = Files.writeString(folder.resolve("one"), "a");
        two = Files.writeString(folder.resolve("two"), "b");
    }

    @Test
    void usesTheFilesAtTheStartAndWhenTheyHaveChanged() throws IOException {
        try (var watch = new CertificateWatch(List.of(one, two), this::use, INTERVAL)) {
            watch.start();
            assertThat(used).containsExactly("ab");

            Files.writeString(two, "c");

            Awaitility.await().until(() -> used.contains("ac"));
            assertThat(used).containsExactly("ab", "ac");
        }
    }

    @Test
    void triesWhatCannotBeUsedOnceAndWaitsForTheNextChange() throws IOException {
        try (var watch = new CertificateWatch(List.of(one, two), this::use, INTERVAL)) {
            watch.start();

            Files.writeString(two, "broken");
            Awaitility.await().until(() -> refused.contains("abroken"));
            Files.writeString(two, "d");

            Awaitility.await().until(() -> used.contains("ad"));
            assertThat(used).containsExactly("ab", "ad");
            assertThat(refused).containsExactly("abroken");
        }
    }

    @Test
    void startsWithWhatItCanUseOrNotAtAll() throws IOException {
        Files.writeString(one, "broken");
        try (var watch = new CertificateWatch(List.of(one, two), this::use, INTERVAL)) {
            assertThatThrownBy(watch::start).isInstanceOf(IOException.class);
        }
    }

    private void use() throws IOException {
        String content = Files.readString(one) + Files.readString(two);
        if (content.contains("broken")) {
            refused.add(content);
            throw new IOException("broken");
        }
        used.add(content);
    }
}
