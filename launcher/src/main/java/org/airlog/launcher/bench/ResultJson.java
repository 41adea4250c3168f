package org.airlog.launcher.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.OptionalDouble;
import org.airlog.bench.Latency;
import org.airlog.bench.Result;

/** A result as one line of JSON, for programs. Fields are added, never renamed. */
final class ResultJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final double THOUSANDTHS = 1e3;

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
        json.set("latencyMillis", latency(result.latency()));
        put(json, "cpuMicrosPerRow", result.cpuMicrosPerRow());
        ObjectNode cpu = json.putObject("cpuSeconds");
        result.cpuSeconds().forEach((process, seconds) -> cpu.put(process, rounded(seconds)));
        return json.toString();
    }

    private static ObjectNode latency(Latency millis) {
        return MAPPER.createObjectNode()
                .put("p50", millis.p50())
                .put("p99", millis.p99())
                .put("p999", millis.p999())
                .put("max", millis.max());
    }

    private static void put(ObjectNode json, String name, OptionalDouble value) {
        value.ifPresentOrElse(number -> json.put(name, rounded(number)), () -> json.putNull(name));
    }

    private static double rounded(double number) {
        return Math.round(number * THOUSANDTHS) / THOUSANDTHS;
    }
}
