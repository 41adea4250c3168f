package org.airlog.launcher.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;
import org.airlog.bench.Result;

/** A result as one line of JSON, for programs. Fields are added, never renamed. */
final class ResultJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final double MICROS_PER_MILLI = 1e3;

    private ResultJson() {}

    static String of(Result result) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("mode", result.mode().name().toLowerCase(Locale.ROOT));
        json.put("publishes", result.counts().publishes());
        json.put("sent", result.counts().sent());
        json.put("acknowledged", result.counts().acknowledged());
        json.put("refused", result.refused());
        ObjectNode reasons = json.putObject("refusedByReason");
        result.counts().refused().forEach(reasons::put);
        json.put("unanswered", result.counts().unansweredObservations());
        json.put("resent", result.counts().repeats());
        result.stored().ifPresentOrElse(stored -> json.put("stored", stored), () -> json.putNull("stored"));
        json.put("invisible", result.invisible());
        json.put("isRight", result.isRight());
        put(json, "seconds", OptionalDouble.of(result.seconds()));
        put(json, "perSecond", OptionalDouble.of(result.perSecond()));
        put(json, "acknowledgedPerSecond", OptionalDouble.of(result.acknowledgedPerSecond()));
        put(json, "generatorPerSecond", result.generatorPerSecond());
        put(json, "rawCopyPerSecond", result.rawCopyPerSecond());
        json.set("latencyMillis", latencies(result.latencies()));
        put(json, "cpuMicrosPerRow", result.cpuMicrosPerRow());
        ObjectNode cpu = json.putObject("cpuSeconds");
        result.cpuSeconds().forEach((process, seconds) -> cpu.put(process, rounded(seconds)));
        return json.toString();
    }

    private static ObjectNode latencies(Histogram micros) {
        return MAPPER.createObjectNode()
                .put("p50", micros.getValueAtPercentile(50) / MICROS_PER_MILLI)
                .put("p99", micros.getValueAtPercentile(99) / MICROS_PER_MILLI)
                .put("p999", micros.getValueAtPercentile(99.9) / MICROS_PER_MILLI)
                .put("max", micros.getMaxValue() / MICROS_PER_MILLI);
    }

    private static void put(ObjectNode json, String name, OptionalDouble value) {
        value.ifPresentOrElse(number -> json.put(name, rounded(number)), () -> json.putNull(name));
    }

    private static double rounded(double number) {
        return Math.round(number * MICROS_PER_MILLI) / MICROS_PER_MILLI;
    }
}
