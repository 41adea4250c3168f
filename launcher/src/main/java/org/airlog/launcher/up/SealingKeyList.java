package org.airlog.launcher.up;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/** Sealing keys as they are configured, {@code <id>:<hex>, …}. Who reads them for good checks their form. */
final class SealingKeyList {

    private SealingKeyList() {}

    /** {@code first}, then what {@code second} holds beside it; empty where an id stands for different keys. */
    static Optional<String> append(String first, String second) {
        var hexById = new HashMap<String, String>();
        keys(first).forEach(key -> hexById.put(id(key), hex(key)));
        var all = new StringJoiner(",").add(first);
        for (String key : keys(second)) {
            String known = hexById.putIfAbsent(id(key), hex(key));
            if (known == null) {
                all.add(key);
            } else if (!known.equals(hex(key))) {
                return Optional.empty();
            }
        }
        return Optional.of(all.toString());
    }

    private static List<String> keys(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    private static String id(String key) {
        return key.substring(0, Math.max(0, key.indexOf(':')));
    }

    private static String hex(String key) {
        return key.substring(key.indexOf(':') + 1).toLowerCase(Locale.ROOT);
    }
}
