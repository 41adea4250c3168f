package org.airlog.gateway.mqtt;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.airlog.gateway.upload.Outcome;
import org.airlog.observation.signature.Secret;

/**
 * The registrations of one connection that wait for their secret, by correlation data.
 *
 * <p>Thread-safe. Holds no more than publishes may be under way, because each is forgotten with its publish.
 */
final class Replies {

    private static final int CORRELATION_BYTES = 2 * Long.BYTES;

    private final Map<UUID, CompletableFuture<Outcome>> awaited = new ConcurrentHashMap<>();

    /** Completes with the reply to {@code request}, or refused when the connection ends. */
    CompletableFuture<Outcome> await(UUID request) {
        return awaited.computeIfAbsent(request, id -> new CompletableFuture<>());
    }

    void forget(UUID request) {
        awaited.remove(request);
    }

    /** Takes a reply; one that nobody waits for any more is dropped, and nobody learns its secret. */
    void arrived(ByteBuffer correlationData, byte[] payload) {
        if (correlationData.remaining() != CORRELATION_BYTES) {
            return;
        }
        var bytes = correlationData.duplicate();
        var outcome = awaited.get(new UUID(bytes.getLong(), bytes.getLong()));
        if (outcome != null) {
            outcome.complete(outcome(payload));
        }
    }

    /** Refuses all: the broker queues no reply for a client that is gone. */
    void connectionEnded() {
        awaited.values()
                .forEach(outcome -> outcome.complete(
                        Outcome.Refused.unavailable("the connection to the broker ended before the secret arrived")));
    }

    static ByteBuffer correlationData(UUID request) {
        return ByteBuffer.allocate(CORRELATION_BYTES)
                .putLong(request.getMostSignificantBits())
                .putLong(request.getLeastSignificantBits())
                .flip();
    }

    private static Outcome outcome(byte[] payload) {
        return payload.length == 0
                ? Outcome.Refused.unavailable("the broker replied without a secret")
                : new Outcome.Registered(Secret.ofText(new String(payload, StandardCharsets.UTF_8)));
    }
}
