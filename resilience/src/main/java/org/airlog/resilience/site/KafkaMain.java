package org.airlog.resilience.site;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.airlog.embedded.EmbeddedKafka;

/**
 * Kafka as a process of its own: {@code KafkaMain <directory> <port> <advertised port>}. Prints one line that begins with
 * {@code READY}; SIGTERM shuts it down in order. Run again after a SIGKILL it recovers its log and goes on.
 */
public final class KafkaMain {

    private KafkaMain() {}

    /** Starts and stays. */
    public static void main(String... arguments) throws IOException {
        var kafka = new EmbeddedKafka(
                Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        kafka.start();
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "kafka-close"));
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        out.println("READY kafka=" + kafka.bootstrapServers());
    }
}
