package org.airlog.broker;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The door's counters, summed over their reasons: {@code publishes received}, {@code observations refused} … */
record Metering(Map<String, Double> sums) {

    private static final Pattern RECEIVED = Pattern.compile("airlog_broker_(\\w+)_received_total (\\S+)");
    private static final Pattern OUTCOME =
            Pattern.compile("airlog_broker_(\\w+)_total\\{outcome=\"(\\w+)\",reason=\"\\S+\"} (\\S+)");

    double of(String what) {
        return sums.getOrDefault(what, 0.0);
    }

    static Metering read(String scraped) {
        var sums = new TreeMap<String, Double>();
        scraped.lines().forEach(line -> {
            var received = RECEIVED.matcher(line);
            var outcome = OUTCOME.matcher(line);
            if (received.matches()) {
                sums.merge(received.group(1) + " received", Double.valueOf(received.group(2)), Double::sum);
            } else if (outcome.matches()) {
                sums.merge(outcome.group(1) + " " + outcome.group(2), Double.valueOf(outcome.group(3)), Double::sum);
            }
        });
        return new Metering(sums);
    }
}
