package org.airlog.launcher.up;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Settings;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.console.Logs;
import org.airlog.launcher.console.StopSignal;
import org.airlog.launcher.demo.Demo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of {@code airlog up}, from the lock on the data directory to the exit code.
 *
 * <p>The start and the demo run on a thread of their own, so that a signal or a part that dies ends them as well.
 */
final class Up {

    private static final int STOPPED = 0;
    private static final int FAILED = 1;
    /** More than the longest wait of a part's start: PostgreSQL is waited for 100 s. */
    private static final Duration FOR_A_BROKEN_OFF_START = Duration.ofSeconds(150);

    private final UpOptions options;
    private final PrintWriter out;
    private final PrintWriter err;

    Up(UpOptions options, PrintWriter out, PrintWriter err) {
        this.options = options;
        this.out = out;
        this.err = err;
    }

    /** Returns when a signal has stopped it (0) or a part has died (1); throws where it cannot start. */
    int run() throws CommandFailedException {
        var signal = StopSignal.listen();
        try (var directory = DataDirectory.take(options.dataDirectory())) {
            // Before the first logger is made: they read it when they are.
            System.setProperty("airlog.log.directory", directory.log().toString());
            Logs.configure("up", "up", Settings.written(options.config(), options.environment()));
            Logger log = LoggerFactory.getLogger(Up.class);
            var running = new RunningFile(directory.path());
            running.forget();
            try (var platform = new Platform(config(directory), directory)) {
                return run(platform, directory, signal, log);
            } finally {
                running.forget();
            }
        } catch (ConfigException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandFailedException("cannot use the data directory: " + e, e);
        }
    }

    private int run(Platform platform, DataDirectory directory, StopSignal signal, Logger log)
            throws CommandFailedException {
        ExecutorService starter = Executors.newSingleThreadExecutor(task -> new Thread(task, "airlog-start"));
        var failed = new CompletableFuture<String>();
        var unused = starter.submit(() -> {
            try {
                platform.start();
                running(platform, directory);
                out.println(platform.readyLine());
                out.flush();
                if (options.isDemo()) {
                    demo(platform, directory);
                }
            } catch (CommandFailedException | RuntimeException | Error e) {
                failed.completeExceptionally(e);
            }
        });
        try {
            CompletableFuture.anyOf(signal.received(), platform.died(), failed).get();
            if (signal.received().isDone()) {
                log.info(
                        "Stopping, as told by SIG{}; once more stops at once",
                        signal.received().join());
                return STOPPED;
            }
            log.error("Stopping, because a part has died: {}", platform.died().join());
            return FAILED;
        } catch (ExecutionException e) {
            throw CommandFailedException.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        } finally {
            if (!end(starter, FOR_A_BROKEN_OFF_START)) {
                log.error(
                        "The start has not ended within {} s, stopping what runs all the same",
                        FOR_A_BROKEN_OFF_START.toSeconds());
            }
        }
    }

    /** The commands beside this one look there for where everything is. */
    private static void running(Platform platform, DataDirectory directory) throws CommandFailedException {
        try {
            new RunningFile(directory.path()).write(platform.addresses());
        } catch (IOException e) {
            throw new CommandFailedException("cannot keep where everything is: " + e, e);
        }
    }

    private void demo(Platform platform, DataDirectory directory) {
        try {
            new Demo(directory.path(), URI.create(platform.mqttUrl()))
                    .run(platform.jdbcUrl(), platform.databaseUser(), platform.databasePassword(), out, err);
        } catch (CommandFailedException e) {
            // Airlog itself runs, so it stays up to be looked at. Broken off by a signal is not failed.
            if (!Thread.currentThread().isInterrupted()) {
                err.println("airlog: the demo failed: " + e.getMessage());
                err.flush();
            }
        }
    }

    /** Breaks the start off, and tells whether it has come to its end within {@code patience}. */
    static boolean end(ExecutorService starter, Duration patience) {
        starter.shutdownNow();
        try {
            return starter.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private PlatformConfig config(DataDirectory directory) throws CommandFailedException {
        var config = new PlatformConfig(options, directory);
        config.completeCertificate(new DevelopmentCertificate(directory.tls()), Instant.now());
        new SecretsFile(directory).complete(config);
        return config;
    }
}
