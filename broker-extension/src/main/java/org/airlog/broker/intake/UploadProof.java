package org.airlog.broker.intake;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.airlog.broker.intake.Rules.Salt;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.SaltedHash;
import org.airlog.observation.signature.Secret;

/**
 * What an upload proves by its {@code Content-<ALG>-Salted} properties.
 *
 * <p>Each hash may be made with any salt, so two hashes of one upload may be made with two. Looking costs one pass over
 * the payload for each algorithm, however many hashes are given and salts are configured. Source: co2logserver 0.1.2.
 *
 * @param isGiven whether there is any hash that can be read
 * @param holds whether there is one and some salt made each
 * @param owners whom the salts that made them name; none where it does not hold
 * @param checksums which algorithms' hashes some salt made and which none did, as co2logserver records them; empty where
 *     no salts are configured
 */
record UploadProof(boolean isGiven, boolean holds, Set<Suid> owners, Map<String, String> checksums) {

    /** The proof in {@code upload}, given all {@code salts} that there are. */
    static UploadProof of(Publish upload, List<Salt> salts) {
        Map<String, List<SaltedHash>> byAlgorithm = upload.properties().stream()
                .flatMap(property -> SaltedHash.parse(property.name(), property.value()).stream())
                .collect(groupingBy(SaltedHash::algorithm));
        if (byAlgorithm.isEmpty() || salts.isEmpty()) {
            return new UploadProof(!byAlgorithm.isEmpty(), false, Set.of(), Map.of());
        }
        List<Secret> secrets = salts.stream().map(Salt::secret).toList();
        var matched = new TreeSet<String>();
        var failed = new TreeSet<String>();
        var owners = new HashSet<Suid>();
        byAlgorithm.forEach((algorithm, hashes) -> {
            List<byte[]> digests = hashes.get(0).digests(upload.payload(), secrets);
            for (SaltedHash hash : hashes) {
                int salt = maker(hash, digests);
                if (salt < 0) {
                    failed.add(algorithm);
                } else {
                    matched.add(algorithm);
                    salts.get(salt).owner().ifPresent(owners::add);
                }
            }
        });
        matched.removeAll(failed);
        var checksums = new TreeMap<String, String>();
        put(checksums, SaltedHash.MATCHED, matched);
        put(checksums, SaltedHash.FAILED, failed);
        boolean holds = failed.isEmpty();
        return new UploadProof(true, holds, holds ? Set.copyOf(owners) : Set.of(), checksums);
    }

    /** The index of the first salt whose digest {@code hash} is; −1 for none. */
    private static int maker(SaltedHash hash, List<byte[]> digests) {
        for (int salt = 0; salt < digests.size(); salt++) {
            if (hash.matches(digests.get(salt))) {
                return salt;
            }
        }
        return -1;
    }

    private static void put(Map<String, String> checksums, String name, Set<String> algorithms) {
        if (!algorithms.isEmpty()) {
            checksums.put(name, algorithms.stream().collect(joining(",")));
        }
    }
}
