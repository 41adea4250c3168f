-- With TimescaleDB the observations are hypertables of one chunk a day, under either of its licences. Where the server
-- does not offer the extension, or offers it without having preloaded it (then creating it would end the session), the
-- same tables stay plain: every query works on both. To change over later: create_hypertable(…, migrate_data => true).
DO
$$
BEGIN
    IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'timescaledb')
       -- Only the preloaded library defines this setting; shared_preload_libraries itself is shown to superusers only.
       AND current_setting('timescaledb.disable_load', true) IS NOT NULL THEN
        BEGIN
            CREATE EXTENSION IF NOT EXISTS timescaledb;
        EXCEPTION
            WHEN insufficient_privilege THEN
                RAISE WARNING 'this user may not create the extension timescaledb: tables stay plain';
        END;
    END IF;

    IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
        PERFORM create_hypertable('observation', 'time',
                                  chunk_time_interval => INTERVAL '1 day', create_default_indexes => false);
        PERFORM create_hypertable('observation_location', 'time',
                                  chunk_time_interval => INTERVAL '1 day', create_default_indexes => false);
    ELSE
        -- What chunks give for nothing: a range of time without reading the whole table. BRIN, because it costs
        -- next to nothing on writing and rows arrive nearly in order.
        CREATE INDEX observation_time ON observation USING brin (time);
    END IF;
END
$$;
