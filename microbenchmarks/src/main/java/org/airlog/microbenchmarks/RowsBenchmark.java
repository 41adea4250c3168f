package org.airlog.microbenchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.airlog.ingest.batch.Arrival;
import org.airlog.ingest.batch.Batch;
import org.airlog.ingest.batch.BatchPlan;
import org.airlog.ingest.batch.Candidate;
import org.airlog.ingest.batch.Columns;
import org.airlog.ingest.batch.Columns.Column;
import org.airlog.ingest.batch.Decoded;
import org.airlog.ingest.batch.Decoder;
import org.airlog.ingest.batch.Landing;
import org.airlog.ingest.batch.Landings;
import org.airlog.ingest.batch.LaterVersionException;
import org.airlog.ingest.batch.LaterVersions;
import org.airlog.ingest.batch.LogPartition;
import org.airlog.ingest.batch.LoggedRecord;
import org.airlog.observation.Payload;
import org.airlog.observation.ReadingTypes;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.sealing.UnopenedException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The consumer's work on one record before the database: decoded, put into a batch, its names resolved to columns, merged
 * with what else is of the same row. A poll brings {@value #RECORDS} records, each of another sensor.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class RowsBenchmark {

    static final int RECORDS = 200;

    private static final LogPartition PARTITION = new LogPartition(new UUID(1, 1), ObservationRecord.TOPIC, 0);

    /** What each record holds. */
    @Param
    public Sample sample = Sample.SINGLE;

    private final Decoder decoder = new Decoder(Fixture.SEAL, LaterVersions.WAIT);
    private final Columns columns = new Columns(
            ReadingTypes.STANDARD.stream()
                    .map(type -> new Column(type.name(), type.column(), true, null, true))
                    .toList(),
            Set.of());
    private final Map<Sample, List<LoggedRecord>> polls = Sample.each(RowsBenchmark::poll);

    /** Records to the rows that are to be written. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public List<Landing> rows() throws UnopenedException, LaterVersionException {
        var decoded = new ArrayList<Decoded>(RECORDS);
        for (LoggedRecord record : sample.in(polls)) {
            decoded.add(decoder.decode(record));
        }
        var inserts = new ArrayList<Landing>();
        for (Batch batch : BatchPlan.of(decoded, Map.of(PARTITION, 0L))) {
            for (List<Arrival> part : batch.parts()) {
                List<Candidate> candidates = part.stream()
                        .map(arrival -> Candidate.of(arrival, columns))
                        .toList();
                inserts.addAll(Landings.of(candidates, Map.of()).inserts());
            }
        }
        return inserts;
    }

    private static List<LoggedRecord> poll(Sample sample) {
        var records = new ArrayList<LoggedRecord>();
        for (int i = 0; i < RECORDS; i++) {
            var suid = new Suid(new UUID(Fixture.SUID.value().getMostSignificantBits(), i));
            var value = Payload.of(Fixture.CODEC.encode(suid, sample.record()));
            records.add(new LoggedRecord(PARTITION, i, Payload.of(suid.toBytes()), value, sample.size()));
        }
        return List.copyOf(records);
    }
}
