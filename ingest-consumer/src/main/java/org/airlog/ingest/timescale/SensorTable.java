package org.airlog.ingest.timescale;

import static org.airlog.ingest.timescale.SqlArrays.utc;

import java.security.SecureRandom;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.airlog.ingest.batch.Decoded.Observed;
import org.airlog.ingest.batch.SensorKey;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.ObservationRecord;

/**
 * Table {@code sensor} as observations need it: an observation that comes before its sensor's registry record makes a
 * stub, which {@link RegistryTable} completes.
 *
 * <p>Ids that committed transactions
 * gave are remembered, at most {@value #MAX_REMEMBERED}. For one thread.
 */
final class SensorTable {

    private static final int MAX_REMEMBERED = 100_000;
    private static final int PUBLIC_ID_LENGTH = 12;
    /** Without 0, 1, l and o, which people mistake: 60 bits in 12 letters. */
    private static final String ALPHABET = "23456789abcdefghijkmnpqrstuvwxyz";

    private static final SecureRandom RANDOM = new SecureRandom();
    private final Map<SensorKey, Integer> remembered = new LinkedHashMap<>(1024, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SensorKey, Integer> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    /** Remembers ids of a transaction that has committed. */
    void remember(Map<SensorKey, Integer> ids) {
        remembered.putAll(ids);
    }

    /** Forgets everything: the database may be another one when it is back. */
    void forget() {
        remembered.clear();
    }

    /** The id of each record's sensor; makes stubs for those that are not there. */
    Map<SensorKey, Integer> ids(Connection connection, Collection<Observed> records) throws SQLException {
        var ids = new HashMap<SensorKey, Integer>();
        var unknown = new TreeMap<SensorKey, Observed>();
        for (Observed record : records) {
            Integer id = remembered.get(record.sensor());
            if (id == null) {
                unknown.putIfAbsent(record.sensor(), record);
            } else {
                ids.put(record.sensor(), id);
            }
        }
        if (!unknown.isEmpty()) {
            select(connection, unknown.keySet(), ids);
            unknown.keySet().removeAll(ids.keySet());
            insertStubs(connection, unknown, ids);
        }
        return ids;
    }

    private static void select(Connection connection, Collection<SensorKey> sensors, Map<SensorKey, Integer> ids)
            throws SQLException {
        UUID[] suids = sensors.stream().map(key -> key.suid().value()).toArray(UUID[]::new);
        UUID[] registrations = sensors.stream().map(SensorKey::registration).toArray(UUID[]::new);
        Array suidArray = connection.createArrayOf("uuid", suids);
        Array registrationArray = connection.createArrayOf("uuid", registrations);
        try (var statement = connection.prepareStatement(
                """
                SELECT s.suid, s.registration, s.id
                FROM unnest(?::uuid[], ?::uuid[]) AS wanted (suid, registration)
                JOIN sensor s ON s.suid = wanted.suid AND s.registration IS NOT DISTINCT FROM wanted.registration
                """)) {
            statement.setArray(1, suidArray);
            statement.setArray(2, registrationArray);
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    ids.put(
                            new SensorKey(new Suid(result.getObject(1, UUID.class)), result.getObject(2, UUID.class)),
                            result.getInt(3));
                }
            }
        }
    }

    /** A SUID's unsigned life ended with its first registration, even where nobody had heard of it until now. */
    private void insertStubs(Connection connection, Map<SensorKey, Observed> stubs, Map<SensorKey, Integer> ids)
            throws SQLException {
        try (var statement = connection.prepareStatement(
                """
                INSERT INTO sensor (suid, registration, generation, trust, public_id, first_seen, retired_at)
                VALUES (?, ?, ?, ?, ?, ?,
                        CASE WHEN ?::uuid IS NULL THEN (SELECT min(registered_at) FROM sensor WHERE suid = ?) END)
                RETURNING id
                """)) {
            for (Map.Entry<SensorKey, Observed> stub : stubs.entrySet()) {
                SensorKey key = stub.getKey();
                ObservationRecord content = stub.getValue().content();
                statement.setObject(1, key.suid().value());
                setRegistration(statement, 2, key);
                statement.setObject(3, key.isSigned() ? null : 0, Types.INTEGER);
                statement.setString(4, content.trust().label());
                statement.setString(5, publicId());
                statement.setObject(6, utc(content.receivedAt()));
                setRegistration(statement, 7, key);
                statement.setObject(8, key.suid().value());
                try (var result = statement.executeQuery()) {
                    result.next();
                    ids.put(key, result.getInt(1));
                }
            }
        }
    }

    /** A short random name that may be shown. */
    static String publicId() {
        var id = new StringBuilder(PUBLIC_ID_LENGTH);
        for (int i = 0; i < PUBLIC_ID_LENGTH; i++) {
            id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }

    static void setRegistration(PreparedStatement statement, int index, SensorKey key) throws SQLException {
        statement.setObject(index, key.registration(), Types.OTHER);
    }
}
