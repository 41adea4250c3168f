package org.airlog.broker.scale;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;

/** A JVM with a heap of its own, which tells figures: those of one process are not disturbed by those of another. */
final class OtherJvm {

    private static final String MARK = "figures ";
    private static final int LIMIT_MINUTES = 6;

    private OtherJvm() {}

    /** Runs {@code main} with this heap; empty where it ran out of it, or of time. */
    static Optional<Map<String, Double>> run(Class<?> main, int heapMiB, Path log, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx" + heapMiB + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path", ""),
                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
        }
        return Files.readAllLines(log).stream()
                .filter(line -> line.startsWith(MARK))
                .map(line -> figures(line.substring(MARK.length())))
                .findFirst();
    }

    /** What the other JVM says to the one that started it. */
    static void tell(Map<String, ? extends Number> figures) {
        var line = new StringBuilder(MARK);
        figures.forEach((name, value) ->
                line.append(name).append('=').append(value.doubleValue()).append(' '));
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8).println(line);
    }

    /** In bytes, the least of a few looks: what is garbage does not count. */
    static long usedHeap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    /** What this JVM has computed since its start, all its threads together: other than time, nobody else adds to it. */
    static double cpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
    }

    static Seal readSeal(Path key) throws IOException {
        return new Seal(List.of(SealingKey.parse(Files.readString(key))));
    }

    private static Map<String, Double> figures(String text) {
        var figures = new HashMap<String, Double>();
        for (String pair : text.strip().split(" ", -1)) {
            String[] parts = pair.split("=", 2);
            figures.put(parts[0], Double.valueOf(parts[1]));
        }
        return figures;
    }
}
