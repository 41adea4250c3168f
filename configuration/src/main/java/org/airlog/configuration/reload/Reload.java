package org.airlog.configuration.reload;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Key;
import org.airlog.configuration.Settings;
import org.airlog.files.FileWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the configuration files of a running process, and has its parts take what has changed of the keys that are
 * reloaded ({@link Key#isReloaded}).
 *
 * <p>In phases, so that a fault anywhere changes nothing:
 *
 * <ol>
 *   <li>files and environment are read anew, all keys and all parts checked, as at a start;
 *   <li>what of it is taken while running is put together ({@link Change}), and checked once more as a whole;
 *   <li>each part puts its own to use.
 * </ol>
 *
 * <p>A configuration with faults is told once, all of them in one line, and shows in {@link #isSuccessful} until it is
 * mended. Names of keys are told, never their values. Files are looked at every {@value #SECONDS} s, and count when they are
 * the same twice; owns the thread {@code config-watch}, on which parts are changed. What it says of itself may be asked by
 * any thread.
 */
public final class Reload implements AutoCloseable {

    /** Between two looks. */
    public static final int SECONDS = 5;

    private static final Logger log = LoggerFactory.getLogger(Reload.class);

    private final Supplier<Map<String, String>> written;
    private final List<Key<?>> required;
    private final List<Reloadable> parts;
    private final InstantSource clock;
    private final boolean hasFiles;
    private final FileWatch watch;

    private Map<String, String> inUse;
    private volatile boolean isSuccessful = true;
    private volatile Instant lastSuccess;

    /**
     * Keeps what it is given.
     *
     * @param files to look at; none: there is nothing to follow
     * @param written reads them, and what overrides them; throws {@link ConfigException} where that cannot be done
     * @param inUse what the process was started with, by key name
     * @param required keys without a default that the process cannot do without
     * @param parts what takes changed settings
     */
    public Reload(
            List<Path> files,
            Supplier<Map<String, String>> written,
            Map<String, String> inUse,
            List<Key<?>> required,
            List<Reloadable> parts) {
        this(files, written, inUse, required, parts, Duration.ofSeconds(SECONDS), InstantSource.system());
    }

    Reload(
            List<Path> files,
            Supplier<Map<String, String>> written,
            Map<String, String> inUse,
            List<Key<?>> required,
            List<Reloadable> parts,
            Duration interval,
            InstantSource clock) {
        this.hasFiles = !files.isEmpty();
        this.written = written;
        this.inUse = Map.copyOf(inUse);
        this.required = List.copyOf(required);
        this.parts = List.copyOf(parts);
        this.clock = clock;
        this.lastSuccess = clock.instant();
        this.watch = new FileWatch("config-watch", interval, files, this::take);
    }

    /** Has the parts take what is written now, and looks after the files. Once. */
    public void start() {
        if (hasFiles) {
            watch.start();
        }
        take();
    }

    /** Whether what is written in the files is in use, but for what awaits a restart. */
    public boolean isSuccessful() {
        return isSuccessful;
    }

    /** When what is in use was read. */
    public Instant lastSuccess() {
        return lastSuccess;
    }

    /** Looks no more. May be called twice. */
    @Override
    public void close() {
        watch.close();
    }

    /** Reads, checks and applies; does not throw but by a bug, which is no success either. */
    synchronized void take() {
        boolean isTaken = false;
        try {
            isTaken = takeWhole();
        } finally {
            isSuccessful = isTaken;
        }
    }

    private boolean takeWhole() {
        Change change;
        List<Runnable> uses;
        try {
            Map<String, String> now = written.get();
            checked(now);
            change = Change.between(inUse, now);
            uses = checked(change.inUse());
        } catch (ConfigException e) {
            Set<String> faults = new LinkedHashSet<>(e.faults());
            log.atError()
                    .addKeyValue("faults", String.join("; ", faults))
                    .log("The changed configuration is not taken, nothing of it, until its faults are mended");
            return false;
        }
        uses.forEach(Runnable::run);
        inUse = change.inUse();
        lastSuccess = clock.instant();
        tell(change, isSuccessful);
        return true;
    }

    /** All parts are asked, so that all faults are told. */
    private List<Runnable> checked(Map<String, String> values) {
        Settings settings = Settings.of(values, required);
        var faults = new ArrayList<String>();
        var uses = new ArrayList<Runnable>();
        for (Reloadable part : parts) {
            try {
                uses.add(part.prepare(settings));
            } catch (ConfigException e) {
                faults.addAll(e.faults());
            }
        }
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return uses;
    }

    private static void tell(Change change, boolean wasSuccessful) {
        if (!change.awaitingRestart().isEmpty()) {
            log.atWarn()
                    .addKeyValue("applied", change.applied())
                    .addKeyValue("awaitingRestart", change.awaitingRestart())
                    .log("The configuration was reloaded; some keys are taken at a restart alone");
        } else if (!change.applied().isEmpty()) {
            log.atInfo().addKeyValue("applied", change.applied()).log("The configuration was reloaded");
        } else if (!wasSuccessful) {
            log.info("The configuration is mended, and says what is in use");
        }
    }
}
