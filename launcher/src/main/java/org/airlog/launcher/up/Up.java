package org.airlog.launcher.up;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.airlog.configuration.ConfigException;
import org.airlog.launcher.console.CommandFailedException;
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
    private static final long SECONDS_FOR_A_BROKEN_OFF_START = 60;

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
            System.setProperty("logback.configurationFile", "org/airlog/launcher/logback-up.xml");
            Logger log = LoggerFactory.getLogger(Up.class);
            try (var platform = new Platform(config(directory), directory, distribution())) {
                return run(platform, directory, signal, log);
            }
        } catch (ConfigException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private int run(Platform platform, DataDirectory directory, StopSignal signal, Logger log)
            throws CommandFailedException {
        ExecutorService starter = Executors.newSingleThreadExecutor(task -> new Thread(task, "airlog-start"));
        var failed = new CompletableFuture<String>();
        var unused = starter.submit(() -> {
            try {
                platform.start();
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
            end(starter);
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

    private static void end(ExecutorService starter) {
        starter.shutdownNow();
        try {
            if (!starter.awaitTermination(SECONDS_FOR_A_BROKEN_OFF_START, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the start did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Which the script names; where it does not, the one that our jar lies in. */
    private static Path distribution() throws CommandFailedException {
        String named = System.getProperty("airlog.distribution");
        if (named == null) {
            throw new CommandFailedException(
                    "the system property airlog.distribution must name the distribution's folder");
        }
        return Path.of(named);
    }

    private PlatformConfig config(DataDirectory directory) throws CommandFailedException {
        var config = new PlatformConfig(options, directory);
        new SecretsFile(directory).complete(config);
        return config;
    }
}
