package org.airlog.microbenchmarks;

import java.util.concurrent.TimeUnit;
import org.airlog.broker.spool.LogRecord;
import org.airlog.observation.Payload;
import org.airlog.observation.codec.ReadingsJson;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Observations to bytes: for the log and for subscribers. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class EncodeBenchmark {

    /** What is written. */
    @Param
    public Sample sample = Sample.SINGLE;

    /** The value of a record of the log. */
    @Benchmark
    public byte[] record() {
        return Fixture.CODEC.encode(Fixture.SUID, sample.record());
    }

    /** The whole record: key, value and headers. */
    @Benchmark
    public LogRecord logRecord() {
        return LogRecord.of(Fixture.SUID, sample.record(), null, Fixture.CODEC);
    }

    /** What subscribers get. */
    @Benchmark
    public Payload json() {
        return ReadingsJson.encode(sample.reported());
    }
}
