package org.airlog.portal;

import java.sql.SQLException;

/** Rows for the read API: what the consumer would have stored and counted, made by SQL. */
final class ApiDatabase {

    /** What must never be shown. */
    static final String SUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

    static final String EXACT_LATITUDE = "48.5213789";
    static final String EXACT_LONGITUDE = "9.0487654";

    /** Counts as the consumer's job does. */
    static final String[] ROLLUPS = {
        """
        INSERT INTO rollup_hour
        SELECT sensor_id, r.name, date_trunc('hour', time, 'UTC'), count(*), sum(r.value), min(r.value), max(r.value)
        FROM observation CROSS JOIN LATERAL (VALUES ('pm2_5', pm2_5), ('temp', temp)) AS r (name, value)
        WHERE r.value IS NOT NULL GROUP BY 1, 2, 3
        """,
        """
        INSERT INTO rollup_day
        SELECT sensor_id, column_name, date_trunc('day', bucket, 'UTC'), sum(count), sum(sum), min(min), max(max)
        FROM rollup_hour GROUP BY 1, 2, 3
        """,
        """
        INSERT INTO latest (sensor_id, column_name, time, received_at, clock, value)
        SELECT DISTINCT ON (sensor_id, r.name) sensor_id, r.name, time, received_at, clock, r.value
        FROM observation CROSS JOIN LATERAL (VALUES ('pm2_5', pm2_5), ('temp', temp)) AS r (name, value)
        WHERE r.value IS NOT NULL ORDER BY sensor_id, r.name, time DESC
        """
    };

    private ApiDatabase() {}

    /** Five sensors; {@code rows} observations of the first, every 5 s from 2024-05-01, without rollups. */
    static void fill(ReadableDatabase database, int rows) throws SQLException {
        database.execute(
                """
                INSERT INTO sensor (id, suid, registration, generation, trust, public_id, manufacturer, model, first_seen, retired_at) VALUES
                (1, '{{suid}}', gen_random_uuid(), 1, 'certified', 'certified0001', 'Acme', 'Sniffer 2', '2024-05-01T00:00:01Z', NULL),
                (2, gen_random_uuid(), NULL, 0, 'legacy', 'legacy0000002', '', '', now(), NULL),
                (3, '3f2504e0-4f89-41d3-9a0c-0305e82c3303', NULL, 0, 'rogue', 'rogue00000003', 'me',
                    'Sniffer 3F2504E0 4F8941D3:9A0C0305E82C3303', now(), NULL),
                (4, gen_random_uuid(), NULL, 0, 'signed', 'retired000004', '', '', now(), now()),
                (5, gen_random_uuid(), NULL, 0, 'signed', 'signed0000005', '', '', now(), NULL)
                """
                        .replace("{{suid}}", SUID),
                "INSERT INTO sensor_location (sensor_id, latitude, longitude)" + " VALUES (1, " + EXACT_LATITUDE + ", "
                        + EXACT_LONGITUDE + ")",
                "INSERT INTO observation_location (sensor_id, time, latitude, longitude)"
                        + " VALUES (1, '2024-05-01T00:00:00Z', " + EXACT_LATITUDE + ", " + EXACT_LONGITUDE + ")",
                """
                INSERT INTO sensor_place (sensor_id, latitude, longitude) VALUES
                (1, 48.52, 9.05), (2, -17.5, 179.99), (4, 48.52, 9.05), (5, 48.6, 9.1)
                """,
                """
                INSERT INTO observation (sensor_id, time, received_at, clock, pm2_5, temp)
                SELECT 1, timestamptz '2024-05-01T00:00:00Z' + i * interval '5 s', now(), i % 3, (i % 997) / 10.0,
                       CASE WHEN i % 7 = 0 THEN (i % 41) - 20 END
                FROM generate_series(0, {{rows}} - 1) AS i
                """
                        .replace("{{rows}}", Integer.toString(rows)),
                """
                INSERT INTO observation (sensor_id, time, received_at, clock, pm2_5, extra) VALUES
                (2, '2024-05-02T00:00:00Z', now(), 1, 5, '{"latitude": {{latitude}}}'), (4, '2024-05-02T00:00:00Z', now(), 0, 6, NULL)
                """
                        .replace("{{latitude}}", EXACT_LATITUDE),
                "ANALYZE");
    }
}
