package org.airlog.broker.mqtt;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.airlog.broker.intake.Principal;

/**
 * Checks the passwords of configured principals against bcrypt hashes, away from HiveMQ's threads.
 *
 * <p>bcrypt takes a tenth of a second of a core on purpose. What was right once is remembered as an HMAC under a key that
 * this process forgets with itself, so that a gateway's many connections cost one hash. Thread-safe.
 */
final class Passwords {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final Map<Principal, String> hashes;
    private final Executor executor;
    private final SecretKeySpec key;
    private final Map<Principal, byte[]> proven = new ConcurrentHashMap<>();

    /** {@code executor} is bounded: it rejects what it cannot do soon. */
    Passwords(Map<Principal, String> hashes, Executor executor) {
        this.hashes = Map.copyOf(hashes);
        this.executor = executor;
        var random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, ALGORITHM);
    }

    /** Whether {@code password} is known to be {@code principal}'s: by a look that costs nothing. */
    boolean isProven(Principal principal, byte[] password) {
        byte[] known = proven.get(principal);
        return known != null && MessageDigest.isEqual(known, mac(password));
    }

    /** Whether {@code password} is {@code principal}'s; fails with {@link RejectedExecutionException} under a flood. */
    CompletionStage<Boolean> isRight(Principal principal, byte[] password) {
        Optional<String> hash = Optional.ofNullable(hashes.get(principal));
        if (hash.isEmpty()) {
            return CompletableFuture.completedFuture(false);
        }
        byte[] mac = mac(password);
        byte[] known = proven.get(principal);
        if (known != null && MessageDigest.isEqual(known, mac)) {
            return CompletableFuture.completedFuture(true);
        }
        try {
            return CompletableFuture.supplyAsync(() -> verify(principal, hash.get(), password, mac), executor);
        } catch (RejectedExecutionException flood) {
            return CompletableFuture.failedFuture(flood);
        }
    }

    private boolean verify(Principal principal, String hash, byte[] password, byte[] mac) {
        boolean isRight = BCrypt.verifyer().verify(password, hash.getBytes(StandardCharsets.US_ASCII)).verified;
        if (isRight) {
            proven.put(principal, mac);
        }
        return isRight;
    }

    private byte[] mac(byte[] password) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(password);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + ALGORITHM, e);
        }
    }
}
