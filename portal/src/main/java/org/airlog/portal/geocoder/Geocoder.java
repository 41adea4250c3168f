package org.airlog.portal.geocoder;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A service that knows where addresses are, with the interface of Nominatim's {@code /search}. It learns which addresses are
 * looked up here, and nothing else.
 *
 * <p>Asked at most once a second, which is what the public Nominatim allows. An answer may take 5 s and 256 KiB. Redirects
 * are not followed. Thread-safe.
 */
public final class Geocoder {

    /** Most places of one answer. */
    public static final int MOST_PLACES = 5;

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final long BETWEEN_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MOST_BYTES = 256 * 1024;

    private final URI search;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final AtomicLong lastNanos = new AtomicLong(System.nanoTime() - BETWEEN_NANOS);

    /** Asks {@code search}, such as {@code https://nominatim.example/search}; throws where it is no address of HTTP. */
    public Geocoder(URI search) {
        if (!List.of("http", "https").contains(String.valueOf(search.getScheme()))
                || search.getHost() == null
                || search.getRawQuery() != null) {
            throw new IllegalArgumentException("expected a URL such as https://nominatim.example/search");
        }
        this.search = search;
    }

    /** Whom it asks. */
    public URI search() {
        return search;
    }

    /**
     * Where {@code address} may be, the likeliest first; fails where the service does not say. Empty where somebody has
     * asked within the last second: try again.
     */
    public Optional<CompletableFuture<List<FoundPlace>>> find(String address) {
        long last = lastNanos.get();
        long now = System.nanoTime();
        if (now - last < BETWEEN_NANOS || !lastNanos.compareAndSet(last, now)) {
            return Optional.empty();
        }
        var request = HttpRequest.newBuilder(URI.create(search + "?format=jsonv2&limit=" + MOST_PLACES + "&q="
                        + URLEncoder.encode(address, StandardCharsets.UTF_8)))
                .timeout(LIMIT)
                .header("User-Agent", "airlog")
                .header("Accept", "application/json")
                .build();
        return Optional.of(client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
                .thenApply(Geocoder::read)
                .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static List<FoundPlace> read(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(MOST_BYTES + 1);
            if (response.statusCode() != 200 || bytes.length > MOST_BYTES) {
                throw new IOException("status " + response.statusCode() + " with " + bytes.length + " bytes");
            }
            return FoundPlace.read(bytes, MOST_PLACES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
