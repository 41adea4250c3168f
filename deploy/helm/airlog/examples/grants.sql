-- What the portal's login may read. Once, when the consumer is ready (it makes the tables), and again after an update that adds some:
--     kubectl exec -i airlog-db-1 -c postgres -- psql -v ON_ERROR_STOP=1 airlog < grants.sql
GRANT SELECT ON sensor, sensor_place, observation, reading_type, latest, rollup_hour, rollup_day,
                registry_head, ingest_offset TO portal;
-- Exact positions, each time on purpose (PostgreSQL 16 and later): the portal takes the role for the one statement that reads them.
GRANT airlog_location TO portal WITH INHERIT FALSE;
