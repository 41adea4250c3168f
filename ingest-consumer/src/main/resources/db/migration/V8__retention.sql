-- What has been deleted because it was older than airlog.database.retention: one row. With it the account stays whole:
-- inserted = the rows that are there + the observations here.
CREATE TABLE retention (
    is_only        boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    dropped_before timestamptz, -- rows of earlier hours are not counted any more: what was counted of them stays as it is
    observations   bigint NOT NULL DEFAULT 0,
    positions      bigint NOT NULL DEFAULT 0
);
INSERT INTO retention DEFAULT VALUES;

-- Where tables are plain the positions are deleted by time too. The first migration of hypertables made the other index.
DO
$$
BEGIN
    IF to_regclass('observation_time') IS NOT NULL THEN
        CREATE INDEX observation_location_time ON observation_location USING brin (time);
    END IF;
END
$$;
