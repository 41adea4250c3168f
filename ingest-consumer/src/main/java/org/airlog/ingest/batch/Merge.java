package org.airlog.ingest.batch;

import java.util.LinkedHashMap;
import java.util.Map;
import org.airlog.observation.Position;
import org.jspecify.annotations.Nullable;

/**
 * Two observations of one sensor at one instant become one row.
 *
 * <ul>
 *   <li>What the row lacks is filled in, be it reading, extra or position.
 *   <li>A differing signed value replaces the row's, unless it was received earlier: what a spool replays late does not
 *       rewrite history. Then the row keeps its own, and that is no conflict: the newer has been chosen.
 *   <li>A differing unsigned value never replaces: a conflict. The rest of the observation is filled in all the same.
 *   <li>Where nothing changes the row stays the same object, its {@code receivedAt} included.
 * </ul>
 */
final class Merge {

    /**
     * What came of it.
     *
     * @param row the very base where nothing changed
     * @param isConflict whether a value was left out that nothing newer stands for
     */
    record Merged(Row row, boolean isConflict) {}

    private final Row base;
    private final Row incoming;
    private final boolean isSigned;
    private final boolean replaces;
    private final Map<String, Double> readings;
    private final Map<String, Double> uncolumned;
    private final Map<String, String> text;
    private boolean isChanged;
    private boolean isConflict;

    private Merge(Row base, Row incoming, boolean isSigned) {
        this.base = base;
        this.incoming = incoming;
        this.isSigned = isSigned;
        this.replaces = isSigned && !incoming.receivedAt().isBefore(base.receivedAt());
        this.readings = new LinkedHashMap<>(base.readings());
        this.uncolumned = new LinkedHashMap<>(base.uncolumned());
        this.text = new LinkedHashMap<>(base.text());
    }

    /** Merges {@code incoming}, which came behind {@code base} in the log, into it. */
    static Merged merge(Row base, Row incoming, boolean isSigned) {
        return new Merge(base, incoming, isSigned).merged();
    }

    private Merged merged() {
        incoming.readings().forEach((name, value) -> number(name, value, readings));
        incoming.uncolumned().forEach((name, value) -> number(name, value, uncolumned));
        incoming.text().forEach(this::text);
        Position position = position();
        if (!isChanged) {
            return new Merged(base, isConflict);
        }
        var receivedAt = incoming.receivedAt().isAfter(base.receivedAt()) ? incoming.receivedAt() : base.receivedAt();
        return new Merged(new Row(receivedAt, base.clock(), readings, uncolumned, text, position), isConflict);
    }

    /** A column may have been added between the two, so a number is looked for in both places and stays where it is. */
    private void number(String name, Double value, Map<String, Double> ofIncoming) {
        Map<String, Double> place =
                readings.containsKey(name) ? readings : uncolumned.containsKey(name) ? uncolumned : ofIncoming;
        Double present = place.get(name);
        boolean hidesText = place == uncolumned && text.containsKey(name);
        if (present == null && !hidesText) {
            place.put(name, value);
            isChanged = true;
        } else if (present == null || present.doubleValue() != value.doubleValue()) {
            if (mayReplace()) {
                text.keySet().removeIf(key -> hidesText && key.equals(name));
                place.put(name, value);
            }
        }
    }

    private void text(String name, String value) {
        String present = text.get(name);
        boolean hidesNumber = uncolumned.containsKey(name);
        if (present == null && !hidesNumber) {
            text.put(name, value);
            isChanged = true;
        } else if (!value.equals(present) && mayReplace()) {
            uncolumned.remove(name);
            text.put(name, value);
        }
    }

    private @Nullable Position position() {
        Position present = base.position();
        Position offered = incoming.position();
        if (offered == null || offered.equals(present)) {
            return present;
        }
        if (present == null) {
            isChanged = true;
            return offered;
        }
        return mayReplace() ? offered : present;
    }

    /** Decides about one value that differs. */
    private boolean mayReplace() {
        isChanged |= replaces;
        isConflict |= !isSigned;
        return replaces;
    }
}
