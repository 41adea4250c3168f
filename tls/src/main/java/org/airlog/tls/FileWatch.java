package org.airlog.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A look, every {@value #SECONDS} seconds, at some small files: when their content has changed, they are used anew.
 *
 * <p>Content is compared, not times: a mounted secret changes by a symbolic link. A change counts when it is seen twice in
 * a row, because a certificate and its key are written one after the other. One that cannot be used is told once in the
 * log, and what was in use stays.
 *
 * <p>Owns the thread {@code tls-watch}, on which files are used after the start.
 */
public final class FileWatch implements AutoCloseable {

    /** Between two looks. */
    public static final int SECONDS = 2;

    private static final Logger log = LoggerFactory.getLogger(FileWatch.class);

    private final List<Path> files;
    private final Use use;
    private final Duration interval;

    /** What is in use, or cannot be used, which has been told. */
    private String settled = "";

    private String seen = "";
    private @Nullable ScheduledExecutorService looking;

    /** Reads the files and puts what they hold to use; throws where that cannot be done, and then has changed nothing. */
    @FunctionalInterface
    public interface Use {

        /** Does it. */
        void take() throws IOException;
    }

    /** Keeps what it is given. */
    public FileWatch(List<Path> files, Use use) {
        this(files, use, Duration.ofSeconds(SECONDS));
    }

    FileWatch(List<Path> files, Use use, Duration interval) {
        this.files = List.copyOf(files);
        this.use = use;
        this.interval = interval;
    }

    /** Uses the files, and throws where they cannot be used; from then on looks after them. Once. */
    public void start() throws IOException {
        if (looking != null) {
            throw new IllegalStateException("already started");
        }
        // Before they are used: what changes from here on is seen.
        settled = fingerprint();
        use.take();
        looking = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "tls-watch");
            thread.setDaemon(true);
            return thread;
        });
        var unused = looking.scheduleWithFixedDelay(
                this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Looks no more. May be called twice. */
    @Override
    public void close() {
        if (looking != null) {
            looking.shutdownNow();
        }
    }

    void look() {
        String found = fingerprint();
        boolean isStill = found.equals(seen);
        seen = found;
        if (!isStill || found.equals(settled)) {
            return;
        }
        settled = found;
        try {
            use.take();
            log.atInfo().addKeyValue("files", files).log("Changed certificates are in use");
        } catch (IOException | RuntimeException e) {
            log.atError()
                    .addKeyValue("files", files)
                    .addKeyValue("fault", e.getMessage())
                    .log("Changed certificates cannot be used: the former ones stay until these are mended");
        }
    }

    private String fingerprint() {
        MessageDigest digest = sha256();
        for (Path file : files) {
            try (var in = Files.newInputStream(file)) {
                digest.update(sha256().digest(in.readNBytes(Pem.MAX_BYTES + 1)));
            } catch (IOException e) {
                digest.update("unreadable".getBytes(StandardCharsets.US_ASCII));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
