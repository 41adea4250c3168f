-- Observations that were parked and have been put back by an operator: in none of the other counts, which hold them from the
-- first time, so that accepted = inserted + merged + parked stays what the door counted.
ALTER TABLE ingest_offset
    ADD COLUMN replayed bigint NOT NULL DEFAULT 0;
