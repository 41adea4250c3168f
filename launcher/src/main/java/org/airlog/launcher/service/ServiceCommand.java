package org.airlog.launcher.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Settings;
import org.airlog.configuration.reload.LogLevels;
import org.airlog.configuration.reload.Reload;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.console.Logs;
import org.airlog.launcher.console.StopSignal;
import org.airlog.management.ProcessMeters;
import org.airlog.management.ReloadMeters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * One service as a process: reads its configuration, starts, prints one line that begins with {@code READY}, and stops in
 * order when it is told to. It logs to standard error. What it depends on may come later and may go and come back.
 */
@SuppressWarnings("NullAway.Init") // picocli sets it before call()
abstract class ServiceCommand implements Callable<Integer> {

    private static final int STOPPED = 0;
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties airlog.*, see docs/configuration.md. Default: the file that AIRLOG_CONFIG names.")
    private @Nullable Path config;

    /** Wires the service; {@code written} is what file and environment say, by key name. Throws with every fault. */
    abstract Service service(Map<String, String> written) throws CommandFailedException;

    /** Runs until it is stopped (0) or has died (1). */
    @Override
    public final Integer call() throws CommandFailedException {
        var signal = StopSignal.listen();
        try {
            Map<String, String> written = written();
            // Before the first logger is made.
            Logs.configure("service", spec.name(), written);
            return run(signal, written);
        } catch (ConfigException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private int run(StopSignal signal, Map<String, String> written) throws CommandFailedException {
        Logger log = LoggerFactory.getLogger(ServiceCommand.class);
        String name = spec.name();
        try (Service service = service(written);
                Reload reload = reload(service, written)) {
            reload.start();
            spec.commandLine().getOut().println("READY " + (name + " " + service.start()).strip());
            spec.commandLine().getOut().flush();
            CompletableFuture.anyOf(signal.received(), service.ended()).get();
            if (signal.received().isDone()) {
                log.info(
                        "Stopping the {}, as told by SIG{}; once more stops at once",
                        name,
                        signal.received().join());
                return STOPPED;
            }
            log.error("The {} has ended by itself", name);
            return FAILED;
        } catch (IOException e) {
            throw new CommandFailedException("the " + name + " did not start: " + e.getMessage(), e);
        } catch (ExecutionException e) {
            log.error("The {} has died: {}", name, String.valueOf(e.getCause()));
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    /** The file that says how to run, if there is one. */
    final Optional<Path> file() {
        return Settings.file(Optional.ofNullable(config), System.getenv()).map(Path::toAbsolutePath);
    }

    private Map<String, String> written() {
        return Settings.written(file(), System.getenv());
    }

    /** Of what follows the configuration by itself, it is only how much loggers tell at first. */
    private Reload reload(Service service, Map<String, String> written) {
        var parts = new ArrayList<>(service.reloadables());
        parts.add(new LogLevels());
        Optional<ProcessMeters> meters = service.meters();
        List<Path> files = meters.isPresent() ? file().stream().toList() : List.of();
        var reload = new Reload(files, this::written, written, service.required(), parts);
        meters.ifPresent(counting -> ReloadMeters.bind(counting, reload));
        return reload;
    }
}
