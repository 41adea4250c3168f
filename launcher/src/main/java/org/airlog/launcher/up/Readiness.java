package org.airlog.launcher.up;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.airlog.launcher.console.CommandFailedException;

/**
 * The question whether the whole path works, asked by walking it: a publish that cannot store anything goes to the
 * gateway, from there to the broker, and is judged there against the registry. The consumer is asked whether it reads.
 */
final class Readiness {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration ASK_AGAIN = Duration.ofMillis(100);
    private static final int FIRST_SERVER_ERROR = 500;

    private final URI gateway;
    private final BooleanSupplier isConsumerReading;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    Readiness(URI gateway, BooleanSupplier isConsumerReading) {
        this.gateway = gateway;
        this.isConsumerReading = isConsumerReading;
    }

    /** Returns when it works; throws when it does not within a minute and a half. */
    void await() throws CommandFailedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            String lacking = lacking();
            while (!lacking.isEmpty()) {
                if (System.nanoTime() - deadline > 0) {
                    throw new CommandFailedException(
                            "not ready after " + PATIENCE.toSeconds() + " s: " + lacking + "; the log says more");
                }
                TimeUnit.NANOSECONDS.sleep(ASK_AGAIN.toNanos());
                lacking = lacking();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", e);
        }
    }

    /** What is not as it should be, for people; empty = all is well. */
    private String lacking() throws InterruptedException {
        try {
            int status = http.send(emptyReadings(), BodyHandlers.discarding()).statusCode();
            // Refused as malformed, or as unsigned where rogues are not let in: it was judged in any case.
            if (status >= FIRST_SERVER_ERROR) {
                return "the gateway answers " + status;
            }
            return isConsumerReading.getAsBoolean() ? "" : "the consumer does not read yet";
        } catch (IOException e) {
            return "the gateway does not answer: " + e;
        }
    }

    private HttpRequest emptyReadings() {
        return HttpRequest.newBuilder(gateway.resolve("/rogue/v1/sensors/" + UUID.randomUUID() + "/readings"))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("[]"))
                .build();
    }
}
