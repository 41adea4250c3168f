package org.airlog.portal.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.airlog.portal.client.TokenRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The paths for apps: what good air is, tokens, and the air at a position. Only the last one asks the database, and waits for
 * one of the {@link PortalPaths}' places; no thread waits for a form. Thread-safe.
 */
public final class ClientPaths {

    private static final Logger log = LoggerFactory.getLogger(ClientPaths.class);
    private static final int BROKEN_OFF = 400;

    private final AirQuality airQuality = new AirQuality();
    private final Tokens tokens;
    private final Quality quality;
    private final PortalMetrics metrics;

    /** Keeps what it is given. */
    public ClientPaths(Tokens tokens, Quality quality, PortalMetrics metrics) {
        this.tokens = tokens;
        this.quality = quality;
        this.metrics = metrics;
    }

    /** The one that needs a place. */
    Quality quality() {
        return quality;
    }

    /** Adds those that need none. */
    void addTo(RoutesConfig routes) {
        routes.get(AirQuality.PATH, context -> PortalPaths.write(context, airQuality.answer(context)));
        routes.head(AirQuality.PATH, context -> PortalPaths.write(context, airQuality.answer(context)));
        routes.post(Tokens.PATH, this::token);
    }

    private void token(Context context) throws IOException {
        long begun = System.nanoTime();
        metrics.begun();
        if (context.req().getContentLengthLong() > TokenRequest.MOST_BYTES) {
            write(context, Optional.empty(), begun);
            return;
        }
        ServletInputStream input = context.req().getInputStream();
        context.future(() -> FormBody.read(input, TokenRequest.MOST_BYTES)
                .thenAccept(body -> write(context, body, begun))
                .exceptionallyCompose(gone -> {
                    log.atDebug().setCause(gone).log("A form broke off");
                    metrics.answered(Tokens.PATH, BROKEN_OFF, since(begun));
                    return CompletableFuture.completedFuture(null);
                }));
    }

    private void write(Context context, Optional<String> body, long begun) {
        PortalPaths.write(context, tokens.answer(context, body), Tokens.PATH, metrics, begun);
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
