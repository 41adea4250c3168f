package org.airlog.ingest.drain;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The consumer in a process of its own, so that its share of the processors can be told from the others'. */
final class ConsumerProcess implements AutoCloseable {

    private final Process process;

    /**
     * Starts it.
     *
     * @param jvm options of the JVM, with blanks between them
     * @param log what it says
     */
    ConsumerProcess(FilledLog kafka, SinkDatabase database, String jvm, Path log) throws IOException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        if (!jvm.isBlank()) {
            command.addAll(List.of(jvm.strip().split(" +", -1)));
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "-Dairlog.kafka.bootstrap-servers=" + kafka.servers(),
                "-Dairlog.database.url=" + database.url(),
                "-Dairlog.database.password=" + SinkDatabase.PASSWORD,
                "-Dairlog.sealing.keys=" + FilledLog.SEALING_KEY,
                "-Dairlog.ingest.management-port=0",
                "org.airlog.ingest.IngestChild"));
        File output = log.toFile();
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
                .start();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** In order, so that what measures inside of it can write. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
