package org.airlog.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.airlog.bench.load.Sensor;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;

/** Makes the fleet: new sensors at each run, registered by HTTP as any sensor is. */
final class Registration {

    private static final int AT_ONCE = 256;
    private static final int OK = 200;
    private static final Set<Integer> LATER = Set.of(429, 503);
    private static final int MOST_ATTEMPTS = 40;
    private static final long PAUSE_MILLIS = 500;
    private static final int SECRET_BYTES = 32;
    private static final String DESCRIPTION = "{\"manufacturer\":\"Airlog\",\"model\":\"bench\"}";

    private Registration() {}

    /** Sensors that sign nothing and need not be known. */
    static List<Sensor> unregistered(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> Sensor.of(new Suid(UUID.randomUUID()), Optional.empty()))
                .toList();
    }

    /** Sensors that sign with secrets of their own making, for whoever does not look. */
    static List<Sensor> madeUp(int count) {
        var random = new SecureRandom();
        return IntStream.range(0, count)
                .mapToObj(number ->
                        Sensor.of(new Suid(UUID.randomUUID()), Optional.of(Secret.generate(random, SECRET_BYTES))))
                .toList();
    }

    /** Registers {@code count} sensors with the gateway at {@code http}; {@code progress} is told how many more are done. */
    static List<Sensor> register(URI http, int count, LongConsumer progress) throws IOException, InterruptedException {
        String base = http.toString().replaceAll("/+$", "") + "/v1/sensors/";
        var pool = Executors.newFixedThreadPool(AT_ONCE);
        try {
            var client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .executor(pool)
                    .build();
            var threads = Executors.newFixedThreadPool(AT_ONCE);
            try {
                var registrations = new ArrayList<Future<Sensor>>(count);
                for (int number = 0; number < count; number++) {
                    registrations.add(threads.submit(() -> {
                        Sensor sensor = register(client, base);
                        progress.accept(1);
                        return sensor;
                    }));
                }
                var sensors = new ArrayList<Sensor>(count);
                for (Future<Sensor> registration : registrations) {
                    sensors.add(registration.get());
                }
                return sensors;
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                throw new IOException(cause == null ? "" : cause.getMessage(), cause);
            } finally {
                threads.shutdownNow();
            }
        } finally {
            pool.shutdown();
        }
    }

    /** Asks again for a while where it is told to come later, or is cut off, as a sensor does. */
    private static Sensor register(HttpClient client, String base) throws IOException, InterruptedException {
        var suid = new Suid(UUID.randomUUID());
        var request = HttpRequest.newBuilder(URI.create(base + suid))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(DESCRIPTION))
                .build();
        for (int attempt = 1; ; attempt++) {
            String trouble;
            try {
                var response = client.send(request, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() == OK) {
                    return Sensor.of(suid, Optional.of(Secret.ofText(response.body())));
                }
                trouble =
                        "HTTP " + response.statusCode() + " " + response.body().strip();
                if (!LATER.contains(response.statusCode())) {
                    throw new RefusedException(trouble);
                }
            } catch (RefusedException refused) {
                throw refused;
            } catch (IOException cutOff) {
                trouble = String.valueOf(cutOff.getMessage());
            }
            if (attempt == MOST_ATTEMPTS) {
                throw new RefusedException(trouble);
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /** Registering again would not help. */
    private static final class RefusedException extends IOException {

        private static final long serialVersionUID = 1L;

        RefusedException(String trouble) {
            super("a sensor was not registered: " + trouble);
        }
    }
}
