package org.airlog.resilience.site;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.airlog.resilience.schedule.Part;

/**
 * How the servers of a site that are written in Java are started: from the distribution, each as a process of its own.
 *
 * @param distribution the folder that the build of the launcher makes
 * @param config the file that all of them read
 * @param logs folder of a file for each
 */
record JavaServers(Path distribution, Path config, Path logs) {

    /** From this Java on, what Kafka and HiveMQ do with memory and native code would be warned of. */
    private static final int FIRST_TO_WARN = 24;

    /** The same, from another distribution. */
    JavaServers from(Path other) {
        return new JavaServers(other, config, logs);
    }

    /** A Kafka that listens on {@code port} and tells its clients {@code advertised}, the port of a proxy before it. */
    Server kafka(Path data, int port, int advertised) {
        return java(
                Part.KAFKA,
                ownClasses() + ":" + libraries(),
                512,
                List.of(
                        KafkaMain.class.getName(),
                        data.toString(),
                        Integer.toString(port),
                        Integer.toString(advertised)));
    }

    /** A command {@code airlog}. */
    Server airlog(Part part, int heapMebibytes, List<String> options) {
        String command = part == Part.SECOND_CONSUMER ? Part.CONSUMER.word() : part.word();
        var words = new ArrayList<>(List.of("org.airlog.launcher.Airlog", command, "--config=" + config));
        words.addAll(options);
        return java(part, libraries(), heapMebibytes, words);
    }

    /** Compiled in a hurry: what is killed every few seconds should not spend its life on optimizing. */
    private Server java(Part part, String classPath, int heapMebibytes, List<String> words) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMebibytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dairlog.distribution=" + distribution,
                "-cp",
                classPath));
        if (Runtime.version().feature() >= FIRST_TO_WARN) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(words);
        return new JavaServer(command, logs.resolve(part.word() + ".log"));
    }

    private String libraries() {
        return distribution.resolve("app") + "/*" + File.pathSeparator + distribution.resolve("lib") + "/*";
    }

    private static String ownClasses() {
        return Path.of(URI.create(Objects.requireNonNull(
                                KafkaMain.class.getProtectionDomain().getCodeSource())
                        .getLocation()
                        .toString()))
                .toString();
    }
}
