-- The same as rollup_pending, for all sensors of one hour of which one transaction wrote rows: one row, where there were as many
-- as sensors. The sink writes here; rollup_pending is for people, and for a consumer of the release before.
CREATE TABLE rollup_pending_set (
    hour       timestamptz NOT NULL,
    sensor_ids int[]       NOT NULL,
    marked_at  timestamptz NOT NULL DEFAULT clock_timestamp() -- what has waited longest is counted first
);
-- Packing numbers that are nearly random costs time and saves nothing.
ALTER TABLE rollup_pending_set ALTER COLUMN sensor_ids SET STORAGE EXTERNAL;
