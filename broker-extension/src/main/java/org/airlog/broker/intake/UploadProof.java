package org.airlog.broker.intake;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.airlog.broker.intake.Rules.Salt;
import org.airlog.observation.signature.SaltedHash;

/**
 * What an upload proves by its {@code Content-<ALG>-Salted} properties: the salt that made all of them.
 *
 * @param isGiven whether there is any that can be read
 * @param salt the one that made them all; empty where none did
 * @param checksums which algorithms matched some salt and which none, as co2logserver records them
 */
record UploadProof(boolean isGiven, Optional<Salt> salt, Map<String, String> checksums) {

    static final String MATCHED = "matched_checksums";
    static final String FAILED = "failed_checksums";

    private static final int MAX_HASHES = 4;
    private static final UploadProof NONE = new UploadProof(false, Optional.empty(), Map.of());

    /**
     * The proof in {@code upload}, of its first 4 hashes, as each costs a pass over the payload for each salt: further ones
     * count as not given.
     */
    static UploadProof of(Publish upload, List<Salt> salts) {
        List<SaltedHash> hashes = upload.properties().stream()
                .flatMap(property -> SaltedHash.parse(property.name(), property.value()).stream())
                .limit(MAX_HASHES)
                .toList();
        if (hashes.isEmpty()) {
            return NONE;
        }
        Optional<Salt> salt = Optional.empty();
        var matched = new HashSet<SaltedHash>();
        for (Salt known : salts) {
            Set<SaltedHash> made = madeWith(known, hashes, upload);
            matched.addAll(made);
            if (salt.isEmpty() && made.size() == hashes.size()) {
                salt = Optional.of(known);
            }
        }
        var checksums = new TreeMap<String, String>();
        put(checksums, MATCHED, hashes, matched::contains);
        put(checksums, FAILED, hashes, hash -> !matched.contains(hash));
        return new UploadProof(true, salt, checksums);
    }

    /** Those of {@code hashes} that {@code salt} made: one digest an algorithm. */
    private static Set<SaltedHash> madeWith(Salt salt, List<SaltedHash> hashes, Publish upload) {
        var digests = new HashMap<String, byte[]>();
        return hashes.stream()
                .filter(hash -> hash.matches(digests.computeIfAbsent(
                        hash.algorithm(), algorithm -> hash.digest(salt.secret(), upload.payload()))))
                .collect(Collectors.toSet());
    }

    private static void put(
            Map<String, String> checksums, String name, List<SaltedHash> hashes, Predicate<SaltedHash> predicate) {
        String algorithms =
                hashes.stream().filter(predicate).map(SaltedHash::algorithm).collect(Collectors.joining(","));
        if (!algorithms.isEmpty()) {
            checksums.put(name, algorithms);
        }
    }
}
