-- What anybody may see of where a sensor is: its position, rounded to a grid of 0.01 degree that is the same for everybody
-- (org.airlog.ingest.batch.Place). sensor_location stays what it was: for nobody but members of airlog_location.
CREATE TABLE sensor_place (
    sensor_id int PRIMARY KEY REFERENCES sensor,
    latitude  double precision NOT NULL,
    longitude double precision NOT NULL
);

-- Hours of which rows were written since they were last counted: noted in the rows' own transaction. No key, on purpose:
-- whoever counts deletes the marks that he saw, and one that commits later stands for itself, however often the same hour
-- is marked. With a key the later writer would find his mark there, add none, and see it deleted behind him.
CREATE TABLE rollup_pending (
    sensor_id int         NOT NULL,
    hour      timestamptz NOT NULL -- its start; hours and days are those of UTC
);

-- The readings of an hour, counted from the rows. No foreign keys here and below, for the reason that observation has none.
CREATE TABLE rollup_hour (
    sensor_id   int              NOT NULL,
    column_name text             NOT NULL, -- as in reading_type
    bucket      timestamptz      NOT NULL, -- its start
    count       bigint           NOT NULL,
    sum         double precision NOT NULL, -- a reading beyond ±1e290 counts as that: a sum must not overflow
    min         double precision NOT NULL,
    max         double precision NOT NULL,
    PRIMARY KEY (sensor_id, column_name, bucket)
);

-- The same of a day, counted from its hours.
CREATE TABLE rollup_day (LIKE rollup_hour INCLUDING ALL);

-- The newest reading of each type, by the time it was measured at: it only moves forward.
CREATE TABLE latest (
    sensor_id   int              NOT NULL,
    column_name text             NOT NULL,
    time        timestamptz      NOT NULL,
    received_at timestamptz      NOT NULL,
    clock       smallint         NOT NULL,
    value       double precision NOT NULL,
    updated_at  timestamptz      NOT NULL DEFAULT clock_timestamp(), -- one writer at a time: later commits have later ones
    PRIMARY KEY (sensor_id, column_name)
);
CREATE INDEX latest_updated_at ON latest (updated_at);

-- What is stored already is counted by the consumer, like everything else: the newest first.
INSERT INTO rollup_pending (sensor_id, hour)
SELECT sensor_id, date_trunc('hour', time, 'UTC') AS hour FROM observation GROUP BY sensor_id, hour ORDER BY hour DESC;

-- The arithmetic of org.airlog.ingest.batch.Place.
INSERT INTO sensor_place (sensor_id, latitude, longitude)
SELECT sensor_id, latitude, CASE WHEN abs(latitude) = 90 THEN 0 WHEN longitude >= 180 THEN longitude - 360 ELSE longitude END
FROM (SELECT sensor_id, floor(latitude * 100 + 0.5) / 100 AS latitude, floor(longitude * 100 + 0.5) / 100 AS longitude
      FROM sensor_location) AS rounded;
