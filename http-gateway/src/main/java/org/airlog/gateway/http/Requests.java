package org.airlog.gateway.http;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.IntSupplier;
import org.airlog.gateway.upload.Property;
import org.airlog.gateway.upload.Request;
import org.airlog.gateway.upload.Route;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.proxy.Sender;
import org.airlog.proxy.TrustedProxies;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Reads requests off the wire.
 *
 * <p>A body that is still on its way holds the thread that reads it. So it has to come at a least rate, and only some may
 * be awaited at once; thread-safe.
 */
final class Requests {

    /** Slow for GPRS. */
    private static final int MIN_BYTES_PER_SECOND = 1_024;

    private static final int PART_BYTES = 8_192;

    private final TrustedProxies proxies;
    private final IntSupplier maxPayloadBytes;
    private final Semaphore awaitedBodies;
    private final Duration patience;

    /**
     * Keeps what it is given.
     *
     * @param maxPayloadBytes most bytes of a body, asked once for each
     * @param maxAwaitedBodies most bodies that are waited for at once; those that are there already do not count
     * @param patience how long a body may take, beside a second for each KiB of it
     */
    Requests(TrustedProxies proxies, IntSupplier maxPayloadBytes, int maxAwaitedBodies, Duration patience) {
        this.proxies = proxies;
        this.maxPayloadBytes = maxPayloadBytes;
        this.awaitedBodies = new Semaphore(maxAwaitedBodies);
        this.patience = patience;
    }

    /**
     * Reads all of it; blocks while the body arrives. Throws {@link HttpException} 408 at the first byte that comes after
     * the body's time is over.
     *
     * @throws Refusal {@code too-large}, where {@code Content-Length} says so before the body is read; {@code unavailable}
     *     where too many bodies are awaited
     */
    Request read(Context context, Route route) throws IOException, Refusal {
        HttpServletRequest request = context.req();
        List<Property> headers = headers(request);
        Sender sender = Sender.of(
                proxies,
                request.getRemoteAddr(),
                request.isSecure(),
                headers.stream()
                        .collect(groupingBy(Property::name, LinkedHashMap::new, mapping(Property::value, toList()))));
        return new Request(
                route.variable().isEmpty() ? "" : context.pathParam(route.variable()),
                Optional.ofNullable(request.getQueryString()),
                headers,
                body(request),
                sender.address(),
                sender.transport());
    }

    private Payload body(HttpServletRequest request) throws IOException, Refusal {
        int most = maxPayloadBytes.getAsInt();
        if (request.getContentLengthLong() > most) {
            throw tooLarge(most);
        }
        var in = request.getInputStream();
        var bytes = new ByteArrayOutputStream();
        long begun = System.nanoTime();
        boolean awaited = false;
        try {
            var part = new byte[PART_BYTES];
            while (true) {
                if (!awaited && in.available() == 0 && !in.isFinished()) {
                    awaited = awaitedBodies.tryAcquire();
                    if (!awaited) {
                        throw new Refusal(Reason.UNAVAILABLE, "too many requests arrive slowly");
                    }
                }
                int length = in.read(part);
                if (length < 0) {
                    return Payload.of(bytes.toByteArray());
                }
                bytes.write(part, 0, length);
                if (bytes.size() > most) {
                    throw tooLarge(most);
                }
                requireInTime(begun, bytes.size());
            }
        } finally {
            if (awaited) {
                awaitedBodies.release();
            }
        }
    }

    private void requireInTime(long begun, int received) {
        Duration allowed = patience.plusSeconds(received / MIN_BYTES_PER_SECOND);
        if (System.nanoTime() - begun > allowed.toNanos()) {
            throw new HttpException.RuntimeException(HttpStatus.REQUEST_TIMEOUT_408, "the body arrives too slowly");
        }
    }

    private static Refusal tooLarge(int most) {
        return new Refusal(Reason.TOO_LARGE, "payload-bytes: the body is larger than " + most + " bytes");
    }

    private static List<Property> headers(HttpServletRequest request) {
        var headers = new ArrayList<Property>();
        for (String name : Collections.list(request.getHeaderNames())) {
            for (String value : Collections.list(request.getHeaders(name))) {
                headers.add(new Property(name, value));
            }
        }
        return headers;
    }
}
