package org.airlog.ingest.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.airlog.ingest.batch.Merge.Merged;
import org.jspecify.annotations.Nullable;

/**
 * One row on its way into the table: what is stored there, and all that a transaction brings for it, merged in the
 * order of the log. For one thread.
 */
public final class Landing {

    private final RowKey key;
    private final @Nullable Row stored;
    private @Nullable Row row;
    private final List<Arrived> arrivals = new ArrayList<>(1);
    private @Nullable String refusal;

    private record Arrived(Arrival arrival, boolean isConflict) {}

    Landing(RowKey key, @Nullable Row stored) {
        this.key = key;
        this.stored = stored;
        this.row = stored;
    }

    void add(Arrival arrival, Row incoming) {
        Row base = row;
        if (base == null) {
            row = incoming;
            arrivals.add(new Arrived(arrival, false));
        } else {
            Merged merged = Merge.merge(base, incoming, key.sensor().isSigned());
            row = merged.row();
            arrivals.add(new Arrived(arrival, merged.isConflict()));
        }
    }

    /** The row it is. */
    public RowKey key() {
        return key;
    }

    /** What the table should hold. */
    public Row row() {
        if (row == null) {
            throw new IllegalStateException("nothing has been added");
        }
        return row;
    }

    /** Whether the table holds no such row. */
    public boolean isNew() {
        return stored == null;
    }

    /** Whether the table holds the row and it must be rewritten; what is identical is left alone. */
    public boolean isChanged() {
        return stored != null && !stored.equals(row);
    }

    /** Whether the table holds something of it that it did not hold before; known once the rows have been written. */
    boolean isWritten() {
        return refusal == null && (isNew() || isChanged());
    }

    /** Whether the position has to be written. */
    public boolean hasNewPosition() {
        return refusal == null
                && row().position() != null
                && (stored == null || !Objects.equals(row().position(), stored.position()));
    }

    /** Notes that the database would not take the row: all that it was made of is parked. */
    public void refuse(String detail) {
        refusal = detail;
    }

    /** Counts each arrival once, for the partition it came from, and parks what has to be. */
    void settle(Settlement settlement) {
        String refused = refusal;
        boolean isFirst = true;
        for (Arrived arrived : arrivals) {
            if (refused != null) {
                settlement.unstorable(arrived.arrival(), refused);
            } else if (arrived.isConflict()) {
                settlement.conflict(arrived.arrival());
            } else if (isFirst && isNew()) {
                settlement.inserted(arrived.arrival());
            } else {
                settlement.merged(arrived.arrival());
            }
            isFirst = false;
        }
    }
}
