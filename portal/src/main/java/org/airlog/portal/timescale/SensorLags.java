package org.airlog.portal.timescale;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.airlog.observation.Suid;
import org.airlog.portal.operator.SensorLag;
import org.airlog.portal.operator.SensorLagQuery;

/**
 * What operators may know of sensors, their SUIDs among it, but no exact position. Of each SUID the life that is, else the last one
 * that was. Read from one row a sensor and reading type, and from a day of hours: the length of the history does not count.
 * Thread-safe.
 */
public final class SensorLags {

    /** Sorted for all of them, because who is the most silent can only be told from all. */
    private static final String LIVES =
            """
            WITH life AS (
                SELECT DISTINCT ON (suid) id, suid, public_id, trust, manufacturer, model, first_seen, registered_at, retired_at
                FROM sensor ORDER BY suid, retired_at DESC NULLS FIRST, generation DESC NULLS LAST, id DESC
            ), heard AS (
                SELECT sensor_id, max(received_at) AS received_at FROM latest GROUP BY sensor_id
            ), listed AS (
                SELECT life.*, heard.received_at, life.retired_at IS NOT NULL AS is_retired,
                       greatest(heard.received_at, life.first_seen) AS silent_since
                FROM life LEFT JOIN heard ON heard.sensor_id = life.id
            ), page AS (
                SELECT * FROM listed WHERE true""";

    private static final String DETAILS =
            """
            )
            SELECT page.id, page.public_id, page.suid, page.trust, page.manufacturer, page.model, page.first_seen,
                   page.registered_at, page.retired_at, page.silent_since, newest.time,
                   CASE WHEN page.received_at IS NOT NULL
                        THEN greatest(0, floor(extract(epoch FROM clock_timestamp() - page.received_at)))::bigint END,
                   round(extract(epoch FROM newest.received_at - newest.time))::bigint,
                   (SELECT coalesce(sum(h.count), 0)::bigint
                    FROM latest l JOIN rollup_hour h ON h.sensor_id = l.sensor_id AND h.column_name = l.column_name
                    WHERE l.sensor_id = page.id AND h.bucket > now() - interval '24 hours' AND h.bucket <= now()),
                   EXISTS (SELECT FROM sensor_place p WHERE p.sensor_id = page.id)
            FROM page LEFT JOIN LATERAL (
                SELECT l.time, l.received_at FROM latest l WHERE l.sensor_id = page.id
                ORDER BY l.time DESC, l.received_at DESC LIMIT 1) newest ON true
            ORDER BY page.is_retired, page.silent_since, page.id""";

    private final Database database;

    /** Reads from {@code database}. */
    public SensorLags(Database database) {
        this.database = database;
    }

    /** A page, and one sensor more where there are more: the most silent first, the retired ones last. */
    public List<SensorLag> page(SensorLagQuery query) throws StoreUnavailableException {
        var sql = new Sql().add(LIVES);
        if (!query.find().isEmpty()) {
            String find = query.find();
            sql.add(
                    " AND (position(? IN suid::text) > 0 OR position(? IN lower(public_id)) > 0"
                            + " OR position(? IN lower(manufacturer)) > 0 OR position(? IN lower(model)) > 0)",
                    find,
                    find,
                    find,
                    find);
        }
        query.after()
                .ifPresent(last -> sql.add(
                        " AND (is_retired, silent_since, id) > (?, ?, ?)", last.isRetired(), last.time(), last.key()));
        return sql.add(" ORDER BY is_retired, silent_since, id LIMIT ?", query.limit() + 1)
                .add(DETAILS)
                .read(database, SensorLags::sensor);
    }

    /**
     * Whose public id that is.
     *
     * @param isFollowed whether the SUID has another life now, under another public id
     */
    public record Life(Suid suid, boolean isFollowed) {}

    /** The life that is called {@code publicId}. */
    public Optional<Life> life(String publicId) throws StoreUnavailableException {
        try (Connection connection = database.connection()) {
            return new Sql()
                            .add(
                                    "SELECT s.suid, EXISTS (SELECT FROM sensor n WHERE n.suid = s.suid AND n.id <> s.id"
                                            + " AND n.retired_at IS NULL) FROM sensor s WHERE s.public_id = ?",
                                    publicId)
                            .read(
                                    connection,
                                    row -> new Life(new Suid(row.getObject(1, UUID.class)), row.getBoolean(2)))
                            .stream()
                            .findFirst();
        } catch (SQLException fault) {
            throw StoreUnavailableException.of(fault);
        }
    }

    private static SensorLag sensor(ResultSet row) throws SQLException {
        return new SensorLag(
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                Sql.time(row, 7),
                time(row, 8),
                time(row, 9),
                Sql.time(row, 10),
                time(row, 11),
                seconds(row, 12),
                seconds(row, 13),
                row.getLong(14),
                row.getBoolean(15));
    }

    private static Optional<Instant> time(ResultSet row, int index) throws SQLException {
        return Optional.ofNullable(row.getObject(index, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static OptionalLong seconds(ResultSet row, int index) throws SQLException {
        long seconds = row.getLong(index);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(seconds);
    }
}
