package org.airlog.broker.mqtt;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Comparator;
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
import org.jspecify.annotations.Nullable;

/**
 * Checks the passwords of configured users against bcrypt hashes, away from HiveMQ's threads.
 *
 * <p>bcrypt takes a tenth of a second of a core on purpose. A user that there is none of takes as long as a wrong password
 * of the user whose hash is the dearest, so that time does not tell which users there are. What was right once is
 * remembered as an HMAC under a key that this process forgets with itself, so that a gateway's many connections cost one
 * hash. Thread-safe.
 */
final class Passwords {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    /** Nobody's: there is no password that it is known to be of. */
    private static final String NOBODYS_HASH = "$2a$10$" + ".".repeat(53);

    private final Map<String, Account> accounts;
    private final Account nobody;
    private final Executor executor;
    private final SecretKeySpec key;
    private final Map<String, byte[]> proven = new ConcurrentHashMap<>();

    /** {@code executor} is bounded: it rejects what it cannot do soon. */
    Passwords(Map<String, Account> accounts, Executor executor) {
        this.accounts = Map.copyOf(accounts);
        this.nobody = new Account(
                Principal.ANONYMOUS,
                accounts.values().stream()
                        .map(Account::hash)
                        .max(Comparator.comparing(Passwords::cost))
                        .orElse(NOBODYS_HASH));
        this.executor = executor;
        var random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, ALGORITHM);
    }

    /** Who {@code userName} is, where {@code password} is known to be right: by a look that costs nothing. */
    Optional<Principal> proven(String userName, byte[] password) {
        Account known = accounts.get(userName);
        byte[] right = proven.get(userName);
        return known != null && right != null && MessageDigest.isEqual(right, mac(password))
                ? Optional.of(known.principal())
                : Optional.empty();
    }

    /**
     * Who {@code userName} is, where {@code password} is right; fails with {@link RejectedExecutionException} under a flood.
     */
    CompletionStage<Optional<Principal>> identify(String userName, byte[] password) {
        Account known = accounts.get(userName);
        byte[] mac = mac(password);
        byte[] right = proven.get(userName);
        if (known != null && right != null && MessageDigest.isEqual(right, mac)) {
            return CompletableFuture.completedFuture(Optional.of(known.principal()));
        }
        try {
            return CompletableFuture.supplyAsync(() -> verify(userName, known, password, mac), executor);
        } catch (RejectedExecutionException flood) {
            return CompletableFuture.failedFuture(flood);
        }
    }

    private Optional<Principal> verify(String userName, @Nullable Account known, byte[] password, byte[] mac) {
        String hash = (known == null ? nobody : known).hash();
        boolean isRight = BCrypt.verifyer().verify(password, hash.getBytes(StandardCharsets.US_ASCII)).verified;
        if (known == null || !isRight) {
            return Optional.empty();
        }
        proven.put(userName, mac);
        return Optional.of(known.principal());
    }

    /** As it is written in a hash: two digits. */
    private static String cost(String hash) {
        return hash.substring(4, 6);
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
