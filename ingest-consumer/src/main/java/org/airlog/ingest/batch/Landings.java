package org.airlog.ingest.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of one transaction, each once, in the order of time: chunk after chunk, as the table likes them. */
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
        var byKey = new HashMap<RowKey, Landing>(2 * candidates.size());
        for (Candidate candidate : candidates) {
            byKey.computeIfAbsent(candidate.key(), key -> new Landing(key, stored.get(key)))
                    .add(candidate.arrival(), candidate.row());
        }
        var rows = new ArrayList<>(byKey.values());
        rows.sort((one, other) -> one.key().compareTo(other.key()));
        return new Landings(rows);
    }

    /** Whose rows these are, in order. */
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

    /** Tells {@code settlement} what became of each observation; after the database has taken the rows, or has not. */
    public void settle(Settlement settlement) {
        rows.forEach(row -> row.settle(settlement));
    }
}
