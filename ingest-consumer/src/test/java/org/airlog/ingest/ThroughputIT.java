package org.airlog.ingest;

import static org.airlog.ingest.LogAndDatabase.observation;
import static org.airlog.ingest.LogAndDatabase.signed;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import org.airlog.observation.Observation;
import org.airlog.observation.Suid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells how fast the sink is, beside what the same database takes by COPY; asserts only that everything arrives. */
class ThroughputIT {

    private static final Logger log = LoggerFactory.getLogger(ThroughputIT.class);

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final int SENSORS = 100;
    /** Rows of one round: as many as 10,000, or what the system property {@code airlog.rows} says. */
    private static final int ROWS = Integer.getInteger("airlog.rows", 10_000);

    private static final int ROWS_PER_RECORD = 10;

    @Test
    void tellsHowManyRowsASecondItStores(@TempDir Path directory) throws Exception {
        try (var world = new LogAndDatabase(directory)) {
            world.renew();
            // The first round warms up.
            double first = round(world, 0);
            double fresh = round(world, 1);
            double resent = round(world, 1);
            double copied = copy(world);

            assertThat(world.count("observation")).isEqualTo(2L * ROWS);
            assertThat(world.tally()).isEqualTo(3L * ROWS + "|" + 2L * ROWS + "|" + ROWS + "|0");
            log.atInfo()
                    .addKeyValue("rows", ROWS)
                    .addKeyValue("cold", Math.round(first))
                    .addKeyValue("new", Math.round(fresh))
                    .addKeyValue("resent", Math.round(resent))
                    .addKeyValue("copy", Math.round(copied))
                    .addKeyValue("newToCopy", Math.round(100 * fresh / copied) + " %")
                    .log("rows a second");
        }
    }

    /** Publishes first and lets the sink loose then; returns rows a second. */
    private static double round(LogAndDatabase world, int day) throws IOException {
        int records = ROWS / ROWS_PER_RECORD;
        for (int record = 0; record < records; record++) {
            var suid = new Suid(new UUID(3, record % SENSORS));
            var observations = new ArrayList<Observation>();
            for (int i = 0; i < ROWS_PER_RECORD; i++) {
                Instant time = NOON.minus(Duration.ofDays(day)).plusMillis(record * (long) ROWS_PER_RECORD + i);
                observations.add(observation(
                        time, Map.of("PM10", 20.0 + i, "PM2_5", 10.0 + i, "TEMP", 12.5, "HUM", 60.0, "PRES", 1013.25)));
            }
            world.publishSoon(suid, signed(new UUID(4, record % SENSORS), NOON, observations));
        }
        world.flush();
        try (var ingest = world.startIngest()) {
            LogAndDatabase.awaitReading(ingest);
            long start = System.nanoTime();
            world.awaitStored(ingest);
            return rate(start);
        }
    }

    /** The same rows, straight into a table of the same form. */
    private static double copy(LogAndDatabase world) throws Exception {
        var rows = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            rows.append(NOON.plusMillis(i))
                    .append('\t')
                    .append(i % SENSORS)
                    .append('\t')
                    .append(NOON)
                    .append("\t0\t20\t10\t12.5\t60\t1013.25\n");
        }
        try (var connection = world.connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE copied (LIKE observation INCLUDING ALL)");
            long start = System.nanoTime();
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "COPY copied (time, sensor_id, received_at, clock, pm10, pm2_5, temp, hum, pres) FROM STDIN",
                            new StringReader(rows.toString()));
            return rate(start);
        }
    }

    private static double rate(long start) {
        return ROWS * 1e9 / (System.nanoTime() - start);
    }
}
