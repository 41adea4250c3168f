import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Scanner;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.nativo.jlibaio.LibaioContext;

/**
 * Apache ActiveMQ Artemis, the broker that its own server starts, in a process of its own.
 *
 * <p>Arguments: a directory, broker.xml, a port. Says that it is ready and which journal it uses; answers each line of its input
 * with {@code COUNT} and how many messages the durable queue has taken. Stops when its input ends or the process is told to.
 */
final class Artemis {

    private static final int TRIES = 5;
    private static final int WRITES = 250;
    private static final int BLOCK_BYTES = 4096;

    private Artemis() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        String journal = LibaioContext.isLoaded() ? "ASYNCIO" : "NIO";
        long nanos = nanosOfOneSync(directory);
        System.setProperty("peer.directory", directory.toString());
        System.setProperty("peer.journal", journal);
        System.setProperty("peer.port", arguments[2]);
        System.setProperty("peer.buffer-timeout", Long.toString(nanos));
        var broker = new EmbeddedActiveMQ();
        broker.setConfigResourcePath(URI.create("file:" + arguments[1]).toString());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(broker)));
        broker.start();
        System.out.println("READY journal=" + journal + " sync=" + nanos);
        try (var lines = new Scanner(System.in)) {
            while (lines.hasNextLine()) {
                lines.nextLine();
                System.out.println("COUNT " + broker.getActiveMQServer().locateQueue("readings").getMessagesAdded());
            }
        }
        System.exit(0);
    }

    /** The best of some tries, as "artemis create" does it. */
    private static long nanosOfOneSync(Path directory) throws IOException {
        long best = Long.MAX_VALUE;
        Path file = directory.resolve("sync-test");
        for (int attempt = 0; attempt < TRIES; attempt++) {
            try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate(WRITES * BLOCK_BYTES));
                channel.force(true);
                long start = System.nanoTime();
                for (int write = 0; write < WRITES; write++) {
                    channel.write(ByteBuffer.allocate(BLOCK_BYTES), (long) write * BLOCK_BYTES);
                    channel.force(false);
                }
                best = Math.min(best, (System.nanoTime() - start) / WRITES);
            } finally {
                Files.delete(file);
            }
        }
        return best;
    }

    private static void stop(EmbeddedActiveMQ broker) {
        try {
            broker.stop();
        } catch (Exception failure) {
            System.err.println("Artemis did not stop in order: " + failure);
        }
    }
}
