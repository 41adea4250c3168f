package org.airlog.bench.process;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** What named processes take of the processors from {@link #start} on. */
public final class CpuClock {

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
            readings.put(process.getKey(), table.seconds(process.getValue()));
        }
        return readings;
    }
}
