package org.airlog.broker.intake;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final int MAX_HASHES = 16;
    private static final UploadProof NONE = new UploadProof(false, Optional.empty(), Map.of());

    /** The proof in {@code upload}, of its first 16 hashes. */
    static UploadProof of(Publish upload, List<Salt> salts) {
        List<SaltedHash> hashes = upload.properties().stream()
                .flatMap(property -> SaltedHash.parse(property.name(), property.value()).stream())
                .limit(MAX_HASHES)
                .toList();
        if (hashes.isEmpty()) {
            return NONE;
        }
        Optional<Salt> salt = salts.stream()
                .filter(known -> hashes.stream().allMatch(hash -> hash.matches(known.secret(), upload.payload())))
                .findFirst();
        var checksums = new TreeMap<String, String>();
        Predicate<SaltedHash> isMatched =
                hash -> salts.stream().anyMatch(known -> hash.matches(known.secret(), upload.payload()));
        put(checksums, MATCHED, hashes, isMatched);
        put(checksums, FAILED, hashes, isMatched.negate());
        return new UploadProof(true, salt, checksums);
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
