package org.airlog.portal.download;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.airlog.observation.signature.SaltedHash;
import org.airlog.portal.download.Column.Kind;

/**
 * The columns that exist: times, the readings of the database, and the texts that every Airlog knows of. Immutable.
 *
 * <p>Texts that only some uploads bring have no catalogue. They are shown, and can be picked by {@code cols}; rows cannot
 * be chosen by them.
 */
public final class Columns {

    static final Column TIME = new Column("time", Kind.TIME, "");
    static final Column UPLOAD_TIME = new Column("time_upload_utc", Kind.UPLOAD_TIME, "");
    static final List<Column> CHECKSUMS = List.of(text(SaltedHash.MATCHED), text(SaltedHash.FAILED));

    /** Whatever is stored under these names: here nobody reads who someone is, or where. */
    static final Set<String> WITHHELD = Set.of("suid", "lat", "lon", "lng", "latitude", "longitude", "height");

    private final Map<String, Column> byName = new LinkedHashMap<>();
    private final List<Column> readings;

    /** Knows {@code readings} beside what is always there; {@code readings} are of the kind {@link Kind#READING}. */
    public Columns(List<Column> readings) {
        this.readings = readings.stream()
                .filter(reading -> !WITHHELD.contains(reading.name()))
                .toList();
        add(TIME);
        // As uploads may call it.
        add(new Column("time_utc", Kind.TIME, ""));
        add(UPLOAD_TIME);
        this.readings.forEach(this::add);
        add(text("box"));
        add(text("device_time"));
        CHECKSUMS.forEach(this::add);
    }

    /** The column called {@code name}. */
    public Optional<Column> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The columns of readings, in the database's order. */
    public List<Column> readings() {
        return readings;
    }

    Iterable<Column> all() {
        return byName.values();
    }

    private void add(Column column) {
        byName.putIfAbsent(column.name(), column);
    }

    static Column text(String name) {
        return new Column(name, Kind.TEXT, name);
    }
}
