package org.airlog.ingest.batch;

import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows of one transaction, each once, in the order of the log: a record's rows are of one sensor and mostly in the
 * order of time, which is how indexes like them. Sorting them would cost a fifth of the sink's time.
 */
public final class Landings {

    private final List<Landing> rows;

    private Landings(List<Landing> rows) {
        this.rows = rows;
    }

    /**
     * Merges {@code candidates} among themselves and into what is stored.
     *
     * @param candidates in the order of the log
     * @param stored what the table holds for the candidates' keys
     */
    public static Landings of(List<Candidate> candidates, Map<RowKey, Row> stored) {
        var byKey = new LinkedHashMap<RowKey, Landing>(2 * candidates.size());
        for (Candidate candidate : candidates) {
            byKey.computeIfAbsent(candidate.key(), key -> new Landing(key, stored.get(key)))
                    .add(candidate.arrival(), candidate.row());
        }
        return new Landings(List.copyOf(byKey.values()));
    }

    /** Whose rows these are. */
    public List<RowKey> keys() {
        return rows.stream().map(Landing::key).toList();
    }

    /** Rows that the table does not hold yet. */
    public List<Landing> inserts() {
        return rows.stream().filter(Landing::isNew).toList();
    }

    /** Rows that the table holds and that change. */
    public List<Landing> updates() {
        return rows.stream().filter(Landing::isChanged).toList();
    }

    /** Rows whose position has to be written. */
    public List<Landing> newPositions() {
        return rows.stream().filter(Landing::hasNewPosition).toList();
    }

    /** The hours in which the table has changed; after the database has taken the rows, or has not. */
    public Set<SensorHour> changedHours() {
        var hours = new LinkedHashSet<SensorHour>();
        for (Landing row : rows) {
            if (row.isWritten()) {
                hours.add(new SensorHour(row.key().sensor(), row.key().time().truncatedTo(ChronoUnit.HOURS)));
            }
        }
        return hours;
    }

    /** Tells {@code settlement} what became of each observation; after the database has taken the rows, or has not. */
    public void settle(Settlement settlement) {
        rows.forEach(row -> row.settle(settlement));
    }
}
