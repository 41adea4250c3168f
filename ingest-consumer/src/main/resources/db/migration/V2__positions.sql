-- Positions say where people live. They are kept apart from every table that is shown, no view joins them, and nobody
-- may read them but the tables' owner (the consumer, which has to merge them) and members of the role airlog_location:
--     GRANT airlog_location TO somebody;
CREATE TABLE sensor_location (
    sensor_id int PRIMARY KEY REFERENCES sensor,
    latitude  double precision NOT NULL,
    longitude double precision NOT NULL,
    elevation double precision
);

CREATE TABLE observation_location (
    time      timestamptz      NOT NULL,
    sensor_id int              NOT NULL,
    latitude  double precision NOT NULL,
    longitude double precision NOT NULL,
    elevation double precision,
    PRIMARY KEY (sensor_id, time)
);

REVOKE ALL ON sensor_location, observation_location FROM PUBLIC;

-- Roles belong to the whole server: another database may have made it already, and a mere owner of a database may not
-- make one. Then the positions stay with the owner until somebody who may runs the two statements.
DO
$$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'airlog_location') THEN
        BEGIN
            CREATE ROLE airlog_location NOLOGIN;
        EXCEPTION
            WHEN insufficient_privilege THEN
                RAISE WARNING 'this user may not create the role airlog_location: positions are readable by the owner only';
            WHEN duplicate_object OR unique_violation THEN
                NULL; -- another database's migration was faster
        END;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'airlog_location') THEN
        GRANT SELECT ON sensor_location, observation_location TO airlog_location;
    END IF;
END
$$;
