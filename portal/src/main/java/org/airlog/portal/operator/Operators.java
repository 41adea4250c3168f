package org.airlog.portal.operator;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
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
     * Whether {@code password} is that of {@code user}. Takes a tenth of a second of a core on purpose, and looks at one hash of
     * each cost whoever asks: time does not tell who there is.
     */
    public boolean isRight(String user, String password) {
        @Nullable String known = hashes.get(user);
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > MOST_BYTES) {
            return false;
        }
        var oneOfEachCost = new TreeMap<String, String>();
        hashes.values().forEach(hash -> oneOfEachCost.put(cost(hash), hash));
        if (known != null) {
            oneOfEachCost.put(cost(known), known);
        }
        boolean isRight = false;
        for (String hash : oneOfEachCost.values()) {
            boolean isOf = BCrypt.verifyer().verify(bytes, hash.getBytes(StandardCharsets.US_ASCII)).verified;
            isRight |= isOf && hash.equals(known);
        }
        return isRight;
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
