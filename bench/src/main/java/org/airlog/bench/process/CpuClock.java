package org.airlog.bench.process;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What named processes take of the processors from {@link #start} on. One that is named {@link #ALL_IN_ONE} is told by its
 * parts.
 */
public final class CpuClock {

    /** A process that is broker, Kafka, consumer and gateway in one. */
    public static final String ALL_IN_ONE = "airlog";

    private final ProcessTable table;
    private final Map<String, Long> processes;
    private final Map<String, Double> before;

    private CpuClock(ProcessTable table, Map<String, Long> processes, Map<String, Double> before) {
        this.table = table;
        this.processes = processes;
        this.before = before;
    }

    /** From now on. */
    public static CpuClock start(ProcessTable table, Map<String, Long> processes) throws IOException {
        return new CpuClock(table, Map.copyOf(processes), readings(table, processes));
    }

    /** Seconds of each since the start. */
    public Map<String, Double> seconds() throws IOException {
        var seconds = readings(table, processes);
        seconds.replaceAll((name, now) -> now - before.getOrDefault(name, 0.0));
        return seconds;
    }

    private static Map<String, Double> readings(ProcessTable table, Map<String, Long> processes) throws IOException {
        var readings = new TreeMap<String, Double>();
        for (var process : processes.entrySet()) {
            if (process.getKey().equals(ALL_IN_ONE)) {
                table.secondsByThread(process.getValue())
                        .forEach((thread, seconds) -> readings.merge(Part.of(thread), seconds, Double::sum));
            } else {
                readings.put(process.getKey(), table.seconds(process.getValue()));
            }
        }
        return readings;
    }
}
