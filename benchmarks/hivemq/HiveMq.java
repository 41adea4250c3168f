import com.codahale.metrics.Counter;
import com.hivemq.embedded.EmbeddedHiveMQ;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;

/**
 * HiveMQ CE as Airlog runs it, but without Airlog's extension: it lets everybody in, acknowledges what it has in memory, and
 * forgets what nobody subscribes to.
 *
 * <p>Arguments: a directory, a port. Says that it is ready; answers each line of its input with {@code COUNT} and how many
 * publishes have come. Stops when its input ends or the process is told to.
 */
final class HiveMq {

    private static final String CONFIGURATION =
            """
            <hivemq>
                <listeners>
                    <tcp-listener><port>PORT</port><bind-address>127.0.0.1</bind-address></tcp-listener>
                </listeners>
                <mqtt>
                    <quality-of-service><max-qos>1</max-qos></quality-of-service>
                    <receive-maximum><server-receive-maximum>100</server-receive-maximum></receive-maximum>
                </mqtt>
                <persistence><mode>in-memory</mode></persistence>
                <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
            </hivemq>
            """;

    private HiveMq() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        Path conf = Files.createDirectories(directory.resolve("conf"));
        Files.writeString(conf.resolve("config.xml"), CONFIGURATION.replace("PORT", arguments[1]));
        EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(conf)
                .withDataFolder(Files.createDirectories(directory.resolve("data")))
                .withExtensionsFolder(Files.createDirectories(directory.resolve("extensions")))
                .withoutLoggingBootstrap()
                .build();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> broker.stop().join()));
        broker.start().join();
        Counter received = broker.getMetricRegistry().counter("com.hivemq.messages.incoming.publish.count");
        System.out.println("READY");
        try (var lines = new Scanner(System.in)) {
            while (lines.hasNextLine()) {
                lines.nextLine();
                System.out.println("COUNT " + received.getCount());
            }
        }
        System.exit(0);
    }
}
