package org.airlog.files;

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
 * A look, again and again, at some small files: when their content has changed, somebody is told, once for each content.
 *
 * <p>Content is compared, not times: a mounted secret or configuration changes by a symbolic link. A change counts when it
 * is seen twice in a row, because files are written piece by piece and one after the other. Of each file the first
 * {@value #MAX_BYTES} bytes count; one that cannot be read is a content as well.
 *
 * <p>Owns one daemon thread, on which it tells. What it tells must not throw: that is a bug, told as one, and it goes on.
 */
public final class FileWatch implements AutoCloseable {

    /** Of each file. */
    public static final int MAX_BYTES = 1 << 24;

    private static final Logger log = LoggerFactory.getLogger(FileWatch.class);

    private final String thread;
    private final List<Path> files;
    private final Duration interval;
    private final Runnable changed;

    /** What has been told. */
    private String settled = "";

    private String seen = "";
    private @Nullable ScheduledExecutorService looking;

    /** Will look at {@code files} once in {@code interval}, on {@code thread}, and run {@code changed}. */
    public FileWatch(String thread, Duration interval, List<Path> files, Runnable changed) {
        this.thread = thread;
        this.interval = interval;
        this.files = List.copyOf(files);
        this.changed = changed;
    }

    /** Takes what is in the files for known, and looks after them. Once. */
    public void start() {
        if (looking != null) {
            throw new IllegalStateException("already started");
        }
        settled = fingerprint();
        seen = settled;
        ClassLoader own = FileWatch.class.getClassLoader();
        looking = Executors.newSingleThreadScheduledExecutor(task -> {
            var looker = new Thread(task, thread);
            looker.setDaemon(true);
            looker.setContextClassLoader(own);
            return looker;
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
            changed.run();
        } catch (Throwable bug) {
            // What escaped from here would end all further looks without a word.
            log.error("A change of {} was not taken because of a bug", files, bug);
        }
    }

    private String fingerprint() {
        MessageDigest digest = sha256();
        for (Path file : files) {
            try (var in = Files.newInputStream(file)) {
                digest.update(sha256().digest(in.readNBytes(MAX_BYTES)));
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
