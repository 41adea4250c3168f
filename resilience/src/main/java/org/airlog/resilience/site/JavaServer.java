package org.airlog.resilience.site;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server in a JVM of its own that prints a line beginning with {@code READY}. What it says, in all its lives, goes to one file. */
final class JavaServer implements Server {

    private static final int PATIENCE_TO_END_SECONDS = 60;

    private final List<String> command;
    private final Path log;
    private volatile @Nullable Process process;
    private volatile boolean isReady;
    private int lives;

    JavaServer(List<String> command, Path log) {
        this.command = List.copyOf(command);
        this.log = log;
    }

    @Override
    public void start() throws IOException {
        note("---- life " + ++lives);
        isReady = false;
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // What configures an installation of ours must not configure this one.
        builder.environment().keySet().removeIf(name -> name.startsWith("AIRLOG_"));
        Process started = builder.start();
        process = started;
        var reader = new Thread(() -> read(started), "output-" + log.getFileName());
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public boolean isReady() {
        return isReady;
    }

    @Override
    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    @Override
    public void kill() {
        if (process != null) {
            process.destroyForcibly();
            await(process, PATIENCE_TO_END_SECONDS);
        }
    }

    @Override
    public void freeze() throws IOException {
        Signals.freeze(handle());
    }

    @Override
    public void thaw() throws IOException {
        Signals.thaw(handle());
    }

    @Override
    public void terminate() {
        if (process != null) {
            process.destroy();
            if (!await(process, PATIENCE_TO_END_SECONDS)) {
                kill();
            }
        }
    }

    private List<ProcessHandle> handle() {
        return process == null ? List.of() : List.of(process.toHandle());
    }

    private void read(Process started) {
        try (var lines = new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                note(line);
                if (line.startsWith("READY") && started.isAlive()) {
                    isReady = true;
                }
            }
        } catch (IOException endedWithItsProcess) {
            // Nothing more to read.
        }
    }

    private void note(String line) throws IOException {
        Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static boolean await(Process process, int seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
