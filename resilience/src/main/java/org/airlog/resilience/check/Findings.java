package org.airlog.resilience.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All findings counted, the first of each kind kept: a loss of thousands needs no thousands of lines. Not thread-safe. */
public final class Findings {

    private static final int KEPT_OF_A_KIND = 20;

    private final Map<Finding.Kind, Integer> counts = new EnumMap<>(Finding.Kind.class);
    private final List<Finding> kept = new ArrayList<>();

    /** Counts one. */
    public void add(Finding.Kind kind, String what) {
        if (counts.merge(kind, 1, Integer::sum) <= KEPT_OF_A_KIND) {
            kept.add(new Finding(kind, what));
        }
    }

    /** Adds all that {@code other} has counted. */
    public void addAll(Findings other) {
        other.counts.forEach((kind, count) -> counts.merge(kind, count, Integer::sum));
        kept.addAll(other.kept);
    }

    /** How many of this kind there are. */
    public int count(Finding.Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    public boolean isEmpty() {
        return counts.isEmpty();
    }

    /** The first of each kind. */
    public List<Finding> examples() {
        return List.copyOf(kept);
    }

    @Override
    public String toString() {
        var text = new StringBuilder(isEmpty() ? "no findings" : counts.toString());
        kept.forEach(finding -> text.append("\n  ").append(finding));
        return text.toString();
    }
}
