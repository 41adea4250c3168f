package org.airlog.launcher.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.airlog.launcher.console.CommandFailedException;

/**
 * An {@code airlog up --no-limits} for one run: a process of its own, on free ports, in a directory that is deleted afterwards.
 *
 * @param http where it answers, as its READY line tells
 * @param database with user and password
 */
record OwnSystem(Process process, Path directory, URI http, URI mqtt, String database) implements AutoCloseable {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    /** Starts one; what it says goes to {@code err} where it does not get ready. */
    static OwnSystem start(PrintWriter err) throws CommandFailedException, IOException {
        Path directory = Files.createTempDirectory("airlog-bench-");
        var process = new ProcessBuilder(command(directory))
                .redirectError(directory.resolve("log.txt").toFile())
                .start();
        try {
            Map<String, String> fields = ready(process);
            if (fields.isEmpty()) {
                Files.readAllLines(directory.resolve("log.txt")).forEach(err::println);
                throw new CommandFailedException("airlog up did not get ready, see above");
            }
            var system = new OwnSystem(
                    process,
                    directory,
                    URI.create(fields.getOrDefault("http", "")),
                    URI.create(fields.getOrDefault("mqtt", "")),
                    fields.getOrDefault("database", ""));
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            return system;
        } catch (IOException | CommandFailedException | RuntimeException failure) {
            process.destroy();
            throw failure;
        }
    }

    /** As this process was started, but for the command. */
    private static List<String> command(Path directory) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-Dairlog.distribution=" + System.getProperty("airlog.distribution"));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("org.airlog.launcher.Airlog");
        command.add("up");
        command.add("--no-limits");
        command.add("--data-dir");
        command.add(directory + File.separator + "data");
        Stream.of("--http-port", "--mqtt-port", "--kafka-port", "--database-port")
                .flatMap(port -> Stream.of(port, "0"))
                .forEach(command::add);
        return command;
    }

    /** The fields of its READY line; empty where it ended before. */
    private static Map<String, String> ready(Process process) throws IOException {
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("READY ")) {
                return Stream.of(line.split(" "))
                        .filter(field -> field.contains("="))
                        .map(field -> field.split("=", 2))
                        .collect(Collectors.toMap(field -> field[0], field -> field[1]));
            }
        }
        return Map.of();
    }

    /** Stops it in order and deletes its directory. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path folder, java.io.@org.jspecify.annotations.Nullable IOException e) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The database's URL has its password. */
    @Override
    public String toString() {
        return "OwnSystem[" + directory + "]";
    }
}
