package org.airlog.resilience.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** POSTs to the gateway. What a status says may pass is left open, as is everything that got none. */
public final class HttpUplink implements Uplink {

    /** The gateway has an answer within 20 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private static final Set<Integer> PASSING = Set.of(429, 500, 502, 503, 504);
    private static final Pattern REASON = Pattern.compile("\"reason\"\\s*:\\s*\"([^\"]*)\"");
    private static final int OK = 200;

    private final HttpClient client;
    private final URI gateway;

    /** Remembers the gateway, {@code http://host:port}; {@code client} may be shared. */
    public HttpUplink(HttpClient client, URI gateway) {
        this.client = client;
        this.gateway = gateway;
    }

    /** A client for many uplinks. */
    public static HttpClient newClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    @Override
    public Reply publish(Publish publish) {
        var request = HttpRequest.newBuilder(gateway.resolve("/" + publish.topic()))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(publish.payload().bytes()));
        publish.authorization().ifPresent(signature -> request.header("Authorization", signature));
        try {
            return answer(client.send(request.build(), BodyHandlers.ofString()));
        } catch (HttpTimeoutException e) {
            return new Reply.Open("no answer");
        } catch (IOException e) {
            return new Reply.Open("connection lost");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.Open("interrupted");
        }
    }

    @Override
    public void close() {
        // Nothing is held but what the shared client holds.
    }

    static Reply answer(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status == OK) {
            return response.headers()
                    .firstValue("Airlog-Refused")
                    .<Reply>map(part -> new Reply.Refused("in part: " + part))
                    .orElseGet(Reply.Accepted::new);
        }
        Matcher reason = REASON.matcher(response.body());
        String label = "HTTP " + status + (reason.find() ? " " + reason.group(1) : "");
        return PASSING.contains(status) ? new Reply.Open(label) : new Reply.Refused(label);
    }
}
