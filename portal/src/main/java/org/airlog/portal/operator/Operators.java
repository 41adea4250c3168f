package org.airlog.portal.operator;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may see the operators' view. {@code toString} keeps the hashes to itself.
 *
 * @param hashes bcrypt hashes of their passwords, checked, by their names; empty = there is no such view
 */
public record Operators(Map<String, String> hashes) {

    /** bcrypt looks at no more. */
    private static final int MOST_BYTES = 72;

    /** Copies the map. */
    public Operators {
        hashes = Map.copyOf(hashes);
    }

    /**
     * Whether {@code password} is that of {@code user}. Takes a tenth of a second of a core on purpose, for a user that there
     * is none of as long as for the one whose hash is the dearest: time does not tell who there is.
     */
    public boolean isRight(String user, String password) {
        @Nullable String known = hashes.get(user);
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        if (hashes.isEmpty() || bytes.length == 0 || bytes.length > MOST_BYTES) {
            return false;
        }
        byte[] hash = (known == null ? dearest() : known).getBytes(StandardCharsets.US_ASCII);
        return BCrypt.verifyer().verify(bytes, hash).verified && known != null;
    }

    private String dearest() {
        return hashes.values().stream()
                .max(Comparator.comparing(Operators::cost))
                .orElseThrow();
    }

    /** As it is written in a hash: two digits. */
    private static String cost(String hash) {
        return hash.substring(4, 6);
    }

    @Override
    public String toString() {
        return "Operators" + hashes.keySet();
    }
}
