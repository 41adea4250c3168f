package org.airlog.microbenchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.PayloadLimits;
import org.airlog.observation.codec.ReadingsJson;
import org.airlog.observation.codec.ReadingsMessagePack;
import org.airlog.observation.sealing.UnopenedException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Bytes to observations: of sensors, in both formats, and of the log. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class DecodeBenchmark {

    /** What is in the bytes. */
    @Param
    public Sample sample = Sample.SINGLE;

    /** A sensor's JSON. */
    @Benchmark
    public List<ReportedObservation> json() throws Refusal {
        return ReadingsJson.decode(sample.json(), PayloadLimits.DEFAULTS);
    }

    /** A sensor's MessagePack. */
    @Benchmark
    public List<ReportedObservation> messagePack() throws Refusal {
        return ReadingsMessagePack.decode(sample.messagePack(), PayloadLimits.DEFAULTS);
    }

    /** A record of the log. */
    @Benchmark
    public ObservationRecord record() throws Refusal, UnopenedException {
        return Fixture.CODEC.decode(Fixture.SUID, sample.encoded());
    }
}
