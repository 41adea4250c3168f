package org.airlog.ingest.opensensemap;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.airlog.observation.Payload;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP of the openSenseMap: a request, its whole answer, or an {@link ApiException} where there is none.
 *
 * <p>An answer may take 60 s and 32 MiB. Redirects are not followed: requests carry secrets. For one thread, which may be
 * interrupted.
 */
final class Api {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 32 << 20;
    /** Longer than that nobody is made to wait by a header. */
    private static final long LONGEST_RETRY_SECONDS = Duration.ofDays(1).toSeconds();

    private final URI base;
    private final Duration limit;
    private final InstantSource clock;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_LIMIT)
            .build();

    /**
     * Connects when it is first asked.
     *
     * @param limit how long an answer may take
     */
    Api(URI base, Duration limit, InstantSource clock) {
        this.base = base;
        this.limit = limit;
        this.clock = clock;
    }

    /**
     * Sends one request.
     *
     * @param path begins with a slash, encoded
     * @param authorization header; null for none
     * @param json body; null for none
     */
    Answer exchange(String method, String path, @Nullable String authorization, byte @Nullable [] json)
            throws ApiException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(json))
                .timeout(limit)
                .header("Accept", "application/json")
                .header("User-Agent", "airlog");
        if (json != null) {
            request.header("Content-Type", "application/json");
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        HttpResponse<byte[]> response = await(method + " " + path, request.build());
        return new Answer(
                response.statusCode(),
                Payload.of(response.body()),
                response.headers()
                        .firstValue("Retry-After")
                        .map(this::retryAfter)
                        .orElse(null));
    }

    /** The client's own limit ends with the headers: a body may trickle for ever. */
    private HttpResponse<byte[]> await(String what, HttpRequest request) throws ApiException, InterruptedException {
        var response = client.sendAsync(request, head -> new BoundedBody(MOST_BYTES));
        try {
            return response.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof IOException) {
                throw ApiException.silence(what, cause, !isBeforeSending(cause));
            }
            throw new IllegalStateException("the HTTP client failed", cause);
        } catch (TimeoutException e) {
            throw ApiException.silence(what, e, true);
        } finally {
            response.cancel(true); // of an exchange that is over nothing comes
        }
    }

    private static boolean isBeforeSending(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof SSLHandshakeException;
    }

    private @Nullable Duration retryAfter(String header) {
        String written = header.strip();
        try {
            long seconds = written.matches("\\d{1,9}")
                    ? Long.parseLong(written)
                    : Duration.between(now(), ZonedDateTime.parse(written, DateTimeFormatter.RFC_1123_DATE_TIME))
                                    .toSeconds()
                            + 1;
            return Duration.ofSeconds(Math.max(0, Math.min(seconds, LONGEST_RETRY_SECONDS)));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private ZonedDateTime now() {
        Instant now = clock.instant();
        return now.atZone(java.time.ZoneOffset.UTC);
    }
}
