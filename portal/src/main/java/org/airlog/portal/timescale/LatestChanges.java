package org.airlog.portal.timescale;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.airlog.portal.api.LatestChange;
import org.airlog.portal.api.LatestReading;

/** Newest readings in the order in which they became that. Found along an index of that order. Thread-safe. */
public final class LatestChanges {

    /** Most of one answer. */
    public static final int MOST = 5_000;

    private static final String CHANGES = "SELECT s.public_id, l.updated_at, l.time, l.clock, l.value,"
            + " t.name, t.column_name, t.unit, t.description, t.standard FROM latest l"
            + " JOIN sensor s ON s.id = l.sensor_id JOIN reading_type t ON t.column_name = l.column_name"
            + " WHERE s.retired_at IS NULL AND l.updated_at > ?";

    private final Database database;

    /** Reads from {@code database}. */
    public LatestChanges(Database database) {
        this.database = database;
    }

    /** By the database's clock, which is that of all changes. */
    public Instant now() throws StoreUnavailableException {
        return new Sql()
                .add("SELECT clock_timestamp()")
                .read(database, row -> Sql.time(row, 1))
                .get(0);
    }

    /** The first {@value #MOST} after {@code time}. */
    public List<LatestChange> after(Instant time) throws StoreUnavailableException {
        return read(time, "");
    }

    /** The last {@value #MOST} after {@code time}. */
    public List<LatestChange> lastAfter(Instant time) throws StoreUnavailableException {
        List<LatestChange> changes = read(time, " DESC");
        Collections.reverse(changes);
        return changes;
    }

    private List<LatestChange> read(Instant time, String direction) throws StoreUnavailableException {
        return new Sql()
                .add(CHANGES, time)
                .add(" ORDER BY l.updated_at" + direction + ", l.sensor_id, t.name LIMIT ?", MOST)
                .read(
                        database,
                        row -> new LatestChange(
                                row.getString(1),
                                Sql.time(row, 2),
                                new LatestReading(
                                        PublicSensors.kind(row, 6),
                                        Sql.time(row, 3),
                                        row.getInt(4),
                                        row.getDouble(5))));
    }
}
