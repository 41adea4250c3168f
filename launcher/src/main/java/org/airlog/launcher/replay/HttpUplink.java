package org.airlog.launcher.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;
import org.airlog.tls.Authorities;

/** HTTP/1.1 POSTs to the gateway. Whatever may have been stored and got no answer is {@link Answer.Later}. */
final class HttpUplink implements Uplink {

    private static final Duration PATIENCE_TO_CONNECT = Duration.ofSeconds(5);
    private static final Duration PATIENCE_TO_ANSWER = Duration.ofSeconds(60);
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI gateway;
    private final Optional<SSLContext> tls;
    private final HttpClient client;
    private volatile String trouble = "";

    /**
     * Remembers the gateway: {@code http://host[:port]} or {@code https://host[:port]}, whose certificate is of one of
     * {@code authorities}.
     */
    HttpUplink(URI gateway, Authorities authorities) {
        this.gateway = gateway;
        var builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE_TO_CONNECT);
        this.tls = isHttps() ? Optional.of(authorities.sslContext()) : Optional.empty();
        this.client = tls.map(builder::sslContext).orElse(builder).build();
    }

    @Override
    public void open() throws CommandFailedException {
        int defaultPort = isHttps() ? 443 : 80;
        int port = gateway.getPort() < 0 ? defaultPort : gateway.getPort();
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(gateway.getHost(), port), (int) PATIENCE_TO_CONNECT.toMillis());
            if (tls.isPresent()) {
                requireBelieved(tls.get(), socket, port);
            }
        } catch (IOException e) {
            throw new CommandFailedException(gateway + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Secret register(Suid suid, String description) throws CommandFailedException {
        HttpRequest request = request("v1/sensors/" + suid)
                .PUT(BodyPublishers.ofString(description))
                .build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() == 200) {
                return Secret.ofText(response.body());
            }
            throw new CommandFailedException(
                    "the registration was refused: " + response.statusCode() + " " + reasonString(response));
        } catch (IOException e) {
            throw new CommandFailedException(gateway + ": " + describe(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", e);
        }
    }

    @Override
    public CompletableFuture<Answer> publish(Publish publish) {
        HttpRequest.Builder request = request(publish.topic())
                .POST(BodyPublishers.ofByteArray(publish.payload().bytes()));
        publish.authorization().ifPresent(signature -> request.header("Authorization", signature));
        return client.sendAsync(request.build(), BodyHandlers.ofString()).handle((response, failure) -> {
            if (failure != null) {
                Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                trouble = describe(cause);
                return new Answer.Later("connection-lost", Optional.empty());
            }
            return answer(response, publish.observations());
        });
    }

    @Override
    public Optional<String> trouble() {
        return Optional.of(trouble).filter(text -> !text.isEmpty());
    }

    @Override
    public String toString() {
        return gateway.toString();
    }

    @Override
    public void close() {
        // The client holds nothing but idle connections, which end with it.
    }

    /** Later on it would look like a connection that is lost, and be tried again for ever. */
    private void requireBelieved(SSLContext context, Socket socket, int port) throws IOException {
        socket.setSoTimeout((int) PATIENCE_TO_CONNECT.toMillis());
        try (var encrypted =
                (SSLSocket) context.getSocketFactory().createSocket(socket, gateway.getHost(), port, true)) {
            SSLParameters parameters = encrypted.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            encrypted.setSSLParameters(parameters);
            encrypted.startHandshake();
        }
    }

    private boolean isHttps() {
        return gateway.getScheme().equals("https");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(gateway.resolve("/" + path))
                .timeout(PATIENCE_TO_ANSWER)
                .header("Content-Type", "application/json");
    }

    private Answer answer(HttpResponse<String> response, int observations) {
        int status = response.statusCode();
        if (status == 200) {
            return Answer.acceptance(
                    observations,
                    response.headers().firstValue(Answer.ACCEPTED_PROPERTY),
                    response.headers().allValues(Answer.REFUSED_PROPERTY));
        }
        String reasonString = reasonString(response);
        if (PASSING.contains(status)) {
            trouble = "HTTP " + status + " " + reasonString;
            return new Answer.Later("HTTP " + status, retryAfter(response));
        }
        return Answer.refusal(reasonString, "HTTP " + status, Optional.empty());
    }

    private static Optional<Duration> retryAfter(HttpResponse<String> response) {
        try {
            return response.headers()
                    .firstValue("Retry-After")
                    .map(Long::parseLong)
                    .map(Duration::ofSeconds);
        } catch (NumberFormatException aDateWhichAirlogNeverSends) {
            return Optional.empty();
        }
    }

    /** {@code <label>: <detail>} from the problem document (RFC 9457) with its member {@code reason}, else its text. */
    private static String reasonString(HttpResponse<String> response) {
        try {
            JsonNode problem = JSON.readTree(response.body());
            String label = problem.path("reason").asText(problem.path("title").asText(""));
            String detail = problem.path("detail").asText("");
            return detail.isEmpty() ? label : label + ": " + detail;
        } catch (JsonProcessingException noProblemDocument) {
            return response.body().strip();
        }
    }

    private static String describe(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
