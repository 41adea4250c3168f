package org.airlog.ingest.batch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.airlog.ingest.batch.Decoded.Observed;
import org.airlog.observation.Observation;
import org.airlog.observation.ReadingTypes;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.jspecify.annotations.Nullable;

/**
 * Which reading goes to which column, and which new names get one.
 *
 * <p>A name that is no standard type gets a column where a signature stands behind it or an upload or legacy device
 * brought it. PostgreSQL never gives a column's slot back, so at most {@value #MAX_ADDED} are added in all, {@value
 * #MAX_PER_SUID} for one signing sensor and {@value #MAX_UNSIGNED} for all unsigned uploads together. Everything else
 * goes to {@code extra}: nothing is lost, and nobody can blow up the schema. A column that exists takes the readings of
 * all, rogue ones included.
 *
 * <p>Immutable and thread-safe.
 */
public final class Columns {

    static final int MAX_ADDED = 200;
    static final int MAX_PER_SUID = 16;
    static final int MAX_UNSIGNED = 50;

    /** Columns of the table and of the view that are no readings, and PostgreSQL's own. */
    private static final Set<String> FIXED = Set.of(
            "time",
            "sensor_id",
            "received_at",
            "clock",
            "extra",
            "suid",
            "generation",
            "trust",
            "tableoid",
            "ctid",
            "xmin",
            "xmax",
            "cmin",
            "cmax");

    /** PostgreSQL's names have 63 bytes. */
    private static final Pattern FORM = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    private static final Pattern FOREIGN = Pattern.compile("[^a-z0-9_]");

    /** A name of which nothing is left says nothing: all names in other scripts would be one. */
    private static final Pattern MEANINGFUL = Pattern.compile(".*[a-z0-9].*");

    /**
     * A reading column.
     *
     * @param name the reading's
     * @param suid who brought an added one; null for a standard one
     * @param isSigned whether a signature stood behind that
     */
    public record Column(String name, String column, boolean isStandard, @Nullable Suid suid, boolean isSigned) {}

    private record Unknown(String name, Suid suid) {}

    private final Map<String, Column> byColumn = new LinkedHashMap<>();
    private final Map<String, String> byName = new HashMap<>();
    private final Set<String> reserved;

    /**
     * Knows the columns that exist.
     *
     * @param existing in the table's order
     * @param reserved words of SQL that make bad names
     */
    public Columns(Collection<Column> existing, Set<String> reserved) {
        this.reserved = Set.copyOf(reserved);
        for (Column column : existing) {
            byColumn.put(column.column(), column);
            byName.put(column.name(), column.column());
        }
    }

    /** The columns that exist, in the table's order. */
    public List<Column> existing() {
        return List.copyOf(byColumn.values());
    }

    /** The column that takes readings called {@code name}, if one exists. */
    public Optional<String> columnOf(String name) {
        String known = byName.get(name);
        if (known == null) {
            known = byName.get(ReadingTypes.canonicalName(name));
        }
        return known != null ? Optional.of(known) : clean(name).filter(this::isAdded);
    }

    /**
     * The columns to add for {@code records}, within the caps.
     *
     * @param records in the order of the log: the first come gets it
     */
    public List<Column> wanted(Collection<Observed> records) {
        var wanted = new ArrayList<Column>();
        var asked = new HashSet<Unknown>();
        for (Observed record : records) {
            if (mayAdd(record)) {
                for (Observation observation : record.content().observations()) {
                    for (String name : observation.readings().keySet()) {
                        if (!byName.containsKey(name) && asked.add(new Unknown(name, record.suid()))) {
                            wantedFor(record, name, wanted).ifPresent(wanted::add);
                        }
                    }
                }
            }
        }
        return wanted;
    }

    /** Of columns once wanted, those that are still missing and within the caps: somebody else may have added some. */
    public List<Column> stillWanted(Collection<Column> wanted) {
        var still = new ArrayList<Column>();
        for (Column column : wanted) {
            if (!byColumn.containsKey(column.column()) && isWithinCaps(column, still)) {
                still.add(column);
            }
        }
        return still;
    }

    /** {@code name} as a column's name; empty where it cannot be one. */
    static Optional<String> clean(String name) {
        if (name.chars().anyMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c))) {
            return Optional.empty();
        }
        String cleaned = FOREIGN.matcher(name.strip().toLowerCase(Locale.ROOT)).replaceAll("_");
        if (!cleaned.isEmpty() && Character.isDigit(cleaned.charAt(0))) {
            cleaned = "_" + cleaned;
        }
        return FORM.matcher(cleaned).matches() && MEANINGFUL.matcher(cleaned).matches()
                ? Optional.of(cleaned)
                : Optional.empty();
    }

    private Optional<Column> wantedFor(Observed record, String name, List<Column> already) {
        if (columnOf(name).isPresent()) {
            return Optional.empty();
        }
        boolean isSigned = record.content().trust().isSigned();
        return clean(name)
                .filter(column -> !FIXED.contains(column) && !reserved.contains(column))
                // A spelling that is cleaned to a standard type's column is still not that type.
                .filter(column -> !byColumn.containsKey(column))
                .map(column -> new Column(name, column, false, record.suid(), isSigned))
                .filter(column ->
                        already.stream().noneMatch(other -> other.column().equals(column.column())))
                .filter(column -> isWithinCaps(column, already));
    }

    private boolean isWithinCaps(Column column, List<Column> already) {
        int added = 0;
        int ofSuid = 0;
        int unsigned = 0;
        var counted = new ArrayList<>(byColumn.values());
        counted.addAll(already);
        for (Column other : counted) {
            if (!other.isStandard()) {
                added++;
                ofSuid += other.isSigned()
                                && column.suid() != null
                                && column.suid().equals(other.suid())
                        ? 1
                        : 0;
                unsigned += other.isSigned() ? 0 : 1;
            }
        }
        return added < MAX_ADDED && (column.isSigned() ? ofSuid < MAX_PER_SUID : unsigned < MAX_UNSIGNED);
    }

    private boolean isAdded(String column) {
        Column existing = byColumn.get(column);
        return existing != null && !existing.isStandard();
    }

    private static boolean mayAdd(Observed record) {
        Trust trust = record.content().trust();
        return trust.isSigned() || trust == Trust.LEGACY || record.content().source() == Source.UPLOAD;
    }
}
