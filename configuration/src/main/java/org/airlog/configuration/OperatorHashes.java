package org.airlog.configuration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Who is an operator: {@code airlog.principal.operator} and {@code airlog.principal.operators.<name>}, checked. The broker and
 * the portal read them alike, so that one password is good for both.
 */
public final class OperatorHashes {

    /** The one that {@link Keys#PRINCIPAL_OPERATOR} is of. */
    public static final String FIRST = "operator";

    private static final Pattern USER_NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");
    /** A sensor's, as its user name: in lower case, as names are. */
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final Set<String> RESERVED_NAMES = Set.of("gateway", "portal", FIRST);
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-4])\\$[./A-Za-z0-9]{53}");

    private OperatorHashes() {}

    /** The bcrypt hashes of their passwords, by their names; what is wrong with them is added to {@code faults}. */
    public static Map<String, String> read(Settings settings, List<String> faults) {
        var hashes = new TreeMap<String, String>();
        settings.find(Keys.PRINCIPAL_OPERATOR)
                .ifPresent(hash -> add(hashes, Keys.PRINCIPAL_OPERATOR.name(), FIRST, hash, faults));
        settings.get(Keys.PRINCIPAL_OPERATORS).forEach((name, hash) -> {
            String key = Keys.PRINCIPAL_OPERATORS.prefix() + name;
            if (!USER_NAME.matcher(name).matches() || UUID.matcher(name).matches()) {
                faults.add(key + ": a name has up to 64 lower-case letters, digits, dots and hyphens, and is no UUID");
            } else if (RESERVED_NAMES.contains(name)) {
                faults.add(key + ": the name has a meaning of its own, take another");
            } else {
                add(hashes, key, name, hash, faults);
            }
        });
        return hashes;
    }

    /** What is wrong with {@code hash}, the value of {@code key}. */
    public static Optional<String> fault(String key, String hash) {
        return BCRYPT.matcher(hash).matches()
                ? Optional.empty()
                : Optional.of(key + ": expected a bcrypt hash with a cost from 4 to 14, airlog password makes one");
    }

    private static void add(Map<String, String> hashes, String key, String name, String hash, List<String> faults) {
        Optional<String> fault = fault(key, hash);
        fault.ifPresent(faults::add);
        if (fault.isEmpty()) {
            hashes.put(name, hash);
        }
    }
}
