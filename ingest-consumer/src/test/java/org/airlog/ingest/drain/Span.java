package org.airlog.ingest.drain;

import java.sql.SQLException;
import java.util.Locale;

/** From its making on: the time, and what the consumer and the database have used of the processors. */
final class Span {

    private final ProcessHandle consumer;
    private final SinkDatabase database;
    private final long start = System.nanoTime();
    private final long consumerMicros;
    private final long databaseMicros;

    Span(ProcessHandle consumer, SinkDatabase database) throws SQLException {
        this.consumer = consumer;
        this.database = database;
        this.consumerMicros = CpuTimes.micros(consumer);
        this.databaseMicros = database.cpuMicros();
    }

    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    /** Until now, for {@code rows}. */
    String of(long rows) throws SQLException {
        double ofConsumer = (double) (CpuTimes.micros(consumer) - consumerMicros) / rows;
        double ofDatabase = (double) (database.cpuMicros() - databaseMicros) / rows;
        return String.format(
                Locale.ROOT,
                "%.1f s, CPU a row %.1f µs = consumer %.1f + database %.1f",
                seconds(),
                ofConsumer + ofDatabase,
                ofConsumer,
                ofDatabase);
    }
}
