package org.airlog.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A second JVM on the class path of this one, to be killed by a test the hard way. */
final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final Path log;

    private ChildJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Runs the main class, its output in {@code child.log} of the directory. */
    static ChildJvm run(Class<?> main, Path directory, Object... arguments) throws IOException {
        return run(List.of(), main, directory, arguments);
    }

    /** The same, which may have {@code openFiles} open. */
    static ChildJvm runWithin(int openFiles, Class<?> main, Path directory, Object... arguments) throws IOException {
        return run(List.of("sh", "-c", "ulimit -n " + openFiles + " && exec \"$@\"", "sh"), main, directory, arguments);
    }

    private static ChildJvm run(List<String> shell, Class<?> main, Path directory, Object... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(shell);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        File log = directory.resolve("child.log").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        return new ChildJvm(process, log.toPath());
    }

    /** Waits until the child has written the file. */
    String contentOf(Path file) throws IOException {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .failFast("the child ended, see " + log, () -> !process.isAlive())
                .until(() -> Files.exists(file));
        return Files.readString(file);
    }

    void kill() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Writes the file that {@link #contentOf} waits for, in one step. */
    static void tell(Path file, String content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(unfinished, content);
        Files.move(unfinished, file);
    }

    @Override
    public void close() {
        kill();
    }
}
