package org.airlog.resilience.site;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the door has counted since its process started, as its {@code /metrics} tells.
 *
 * @param received by what, {@code publishes} or {@code observations}
 * @param outcomes by what, then by the labels of the counter: outcome, reason and whatever else there is
 */
public record DoorCounters(Map<String, Long> received, Map<String, Map<String, Long>> outcomes) {

    private static final Pattern RECEIVED =
            Pattern.compile("^airlog_broker_(publishes|observations)_received_total ([0-9.eE+]+)$", Pattern.MULTILINE);
    private static final Pattern OUTCOME = Pattern.compile(
            "^airlog_broker_(publishes|observations)_total\\{([^}]*)\\} ([0-9.eE+]+)$", Pattern.MULTILINE);

    /** Reads the text of Prometheus' exposition format. */
    public static DoorCounters parse(String metrics) {
        var received = new TreeMap<String, Long>();
        for (Matcher line = RECEIVED.matcher(metrics); line.find(); ) {
            received.put(line.group(1), (long) Double.parseDouble(line.group(2)));
        }
        var outcomes = new TreeMap<String, Map<String, Long>>();
        for (Matcher line = OUTCOME.matcher(metrics); line.find(); ) {
            outcomes.computeIfAbsent(line.group(1), what -> new TreeMap<>())
                    .put(line.group(2), (long) Double.parseDouble(line.group(3)));
        }
        return new DoorCounters(received, outcomes);
    }
}
