package org.airlog.portal.download;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.airlog.observation.Payload;
import org.airlog.observation.signature.SaltedHash;
import org.airlog.observation.signature.Secret;

/** What the salted hashes of a request without a body prove; they are made of its path and query. */
public enum Proof {
    /** There is no hash that can be read. */
    MISSING,
    /** A hash was made with no salt that is known. */
    WRONG,
    /** Every hash was made with a salt that is known. */
    RIGHT;

    /**
     * The proof in {@code headers}, of names and values.
     *
     * @param path as it was sent
     * @param query as it was sent; without one the question mark is signed all the same, as co2logserver 0.1.2 has it
     */
    public static Proof of(
            String path, QueryString query, Collection<Map.Entry<String, String>> headers, Collection<Secret> salts) {
        List<SaltedHash> hashes = headers.stream()
                .flatMap(header -> SaltedHash.parse(header.getKey(), header.getValue()).stream())
                .toList();
        if (hashes.isEmpty()) {
            return MISSING;
        }
        var signed = Payload.of((path + "?" + query.raw()).getBytes(StandardCharsets.UTF_8));
        boolean isRight = hashes.stream().allMatch(hash -> salts.stream().anyMatch(salt -> hash.matches(salt, signed)));
        return isRight ? RIGHT : WRONG;
    }
}
