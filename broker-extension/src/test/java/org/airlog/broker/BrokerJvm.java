package org.airlog.broker;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.airlog.embedded.EmbeddedBroker;
import org.airlog.embedded.PackedExtension;
import org.awaitility.Awaitility;

/** A HiveMQ with the packed extension in a JVM of its own, as HiveMQ allows for one broker a JVM. */
final class BrokerJvm implements AutoCloseable {

    private final Process process;
    private final Path directory;
    private final int managementPort;
    private final int port;

    private BrokerJvm(Process process, Path directory, int managementPort) throws IOException {
        this.process = process;
        this.directory = directory;
        this.managementPort = managementPort;
        Path told = directory.resolve("port");
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .failFast("the other broker ended, see " + log(directory), () -> !process.isAlive())
                .until(() -> Files.exists(told));
        this.port = Integer.parseInt(Files.readString(told));
    }

    /** Starts one; its extension has the {@code settings}, its output goes to {@code broker.log} of the directory. */
    static BrokerJvm start(Path directory, Map<String, String> settings) throws IOException {
        Files.createDirectories(directory);
        int managementPort = Installation.freePort();
        var properties = new Properties();
        properties.putAll(settings);
        properties.put("airlog.broker.management-port", Integer.toString(managementPort));
        try (Writer writer = Files.newBufferedWriter(directory.resolve("settings"))) {
            properties.store(writer, null);
        }
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        BrokerJvm.class.getName(),
                        directory.toString(),
                        Installation.packedZip().toString()))
                .redirectErrorStream(true)
                .redirectOutput(log(directory).toFile())
                .start();
        return new BrokerJvm(process, directory, managementPort);
    }

    /** The other JVM; arguments: its directory, the packed extension. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(directory.resolve("settings"))) {
            properties.load(reader);
        }
        var settings = new HashMap<String, String>();
        properties.forEach((key, value) -> settings.put(key.toString(), value.toString()));
        var broker = new EmbeddedBroker(
                directory.resolve("broker"), 0, new PackedExtension(Path.of(arguments[1]), settings));
        broker.start();
        Path unfinished = Files.writeString(directory.resolve("port.part"), String.valueOf(broker.mqttPort()));
        Files.move(unfinished, directory.resolve("port"), StandardCopyOption.ATOMIC_MOVE);
        new CountDownLatch(1).await();
    }

    int port() {
        return port;
    }

    /** What its management port answers on {@code /ready}. */
    HttpResponse<String> ready() {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("see " + log(directory), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static Path log(Path directory) {
        return directory.resolve("broker.log");
    }
}
