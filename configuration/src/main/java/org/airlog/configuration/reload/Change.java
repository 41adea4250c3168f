package org.airlog.configuration.reload;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.airlog.configuration.Family;
import org.airlog.configuration.Key;
import org.airlog.configuration.Keys;
import org.jspecify.annotations.Nullable;

/**
 * What it means for a running process that its configuration says something else: pure. {@code toString} tells names alone.
 *
 * @param inUse what the process goes by from now on, by key name: of keys that are reloaded what is written now, of the
 *     others what it was started with
 * @param applied names of keys that say something else and are reloaded
 * @param awaitingRestart names of keys that say something else than at the start, and are not reloaded
 */
public record Change(Map<String, String> inUse, SortedSet<String> applied, SortedSet<String> awaitingRestart) {

    public Change {
        inUse = Map.copyOf(inUse);
        applied = Collections.unmodifiableSortedSet(new TreeSet<>(applied));
        awaitingRestart = Collections.unmodifiableSortedSet(new TreeSet<>(awaitingRestart));
    }

    /**
     * From what is {@code inUse} to what is {@code written}. Unset, blank and the default written out say the same; a name
     * that is no key's is nobody's to apply.
     */
    public static Change between(Map<String, String> inUse, Map<String, String> written) {
        var next = new HashMap<String, String>();
        var applied = new TreeSet<String>();
        var awaitingRestart = new TreeSet<String>();
        var names = new TreeSet<>(inUse.keySet());
        names.addAll(written.keySet());
        for (String name : names) {
            boolean isReloaded = isReloaded(name);
            String value = isReloaded ? written.get(name) : inUse.get(name);
            if (value != null) {
                next.put(name, value);
            }
            if (!said(name, inUse.get(name)).equals(said(name, written.get(name)))) {
                (isReloaded ? applied : awaitingRestart).add(name);
            }
        }
        return new Change(next, applied, awaitingRestart);
    }

    /** Whether nothing says anything else. */
    boolean isNone() {
        return applied.isEmpty() && awaitingRestart.isEmpty();
    }

    @Override
    public String toString() {
        return "Change" + applied + awaitingRestart;
    }

    private static boolean isReloaded(String name) {
        return Keys.ALL.stream().anyMatch(key -> key.isReloaded() && key.name().equals(name))
                || Keys.FAMILIES.stream().anyMatch(family -> family.isReloaded() && isMember(family, name));
    }

    private static boolean isMember(Family family, String name) {
        return name.startsWith(family.prefix());
    }

    private static String said(String name, @Nullable String written) {
        if (written != null && !written.isBlank()) {
            return written.strip();
        }
        return Keys.ALL.stream()
                .filter(key -> key.name().equals(name))
                .findFirst()
                .map(Key::defaultText)
                .orElse("");
    }
}
