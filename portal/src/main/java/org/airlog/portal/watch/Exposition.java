package org.airlog.portal.watch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Metrics in the text format of Prometheus (version 0.0.4), as far as they are Airlog's: names that begin with {@code
 * airlog_}. A line that is none, or longer than {@value #LONGEST_LINE} characters, counts as not there, as do values that are
 * no finite number.
 */
final class Exposition {

    private static final int LONGEST_LINE = 1_000;
    private static final Pattern SAMPLE =
            Pattern.compile("(airlog_\\w{1,200})(?:\\{([^{}]*+)\\})?[ \\t]+(\\S{1,40})(?:[ \\t]+-?\\d{1,20})?[ \\t]*");
    private static final Pattern LABEL = Pattern.compile("(\\w{1,100})=\"([^\"]*+)\",?");

    private final List<Sample> samples;

    private Exposition(List<Sample> samples) {
        this.samples = samples;
    }

    /** One line. */
    private record Sample(String name, Map<String, String> labels, double value) {}

    /** Reads {@code text}. Label values of ours hold neither quotes nor braces, so none are read that do. */
    static Exposition parse(String text) {
        var samples = new ArrayList<Sample>();
        text.lines().filter(line -> line.length() <= LONGEST_LINE).forEach(line -> {
            Matcher sample = SAMPLE.matcher(line);
            if (sample.matches()) {
                double value = number(sample.group(3));
                if (Double.isFinite(value)) {
                    samples.add(new Sample(sample.group(1), labels(sample.group(2)), value));
                }
            }
        });
        return new Exposition(samples);
    }

    /** Whether any name begins so. */
    boolean hasAny(String prefix) {
        return samples.stream().anyMatch(sample -> sample.name().startsWith(prefix));
    }

    /** The sum of all of {@code name}; empty where there is none. */
    OptionalLong sum(String name) {
        return sum(name, Map.of());
    }

    /** The same of those with {@code labels}. */
    OptionalLong sum(String name, Map<String, String> labels) {
        double[] found = samples.stream()
                .filter(sample ->
                        sample.name().equals(name) && sample.labels().entrySet().containsAll(labels.entrySet()))
                .mapToDouble(Sample::value)
                .toArray();
        double sum = 0;
        for (double value : found) {
            sum += value;
        }
        return found.length == 0 ? OptionalLong.empty() : OptionalLong.of(Math.round(sum));
    }

    /** What is above zero of {@code name} with {@code labels}, by the value of the label {@code by}. */
    Map<String, Long> above0(String name, Map<String, String> labels, String by) {
        var sums = new TreeMap<String, Long>();
        for (Sample sample : samples) {
            String key = sample.labels().get(by);
            if (key != null
                    && sample.value() > 0
                    && sample.name().equals(name)
                    && sample.labels().entrySet().containsAll(labels.entrySet())) {
                sums.merge(key, Math.round(sample.value()), Long::sum);
            }
        }
        return sums;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException notANumber) {
            return Double.NaN;
        }
    }

    private static Map<String, String> labels(String text) {
        var labels = new HashMap<String, String>();
        if (text != null) {
            Matcher label = LABEL.matcher(text);
            while (label.lookingAt()) {
                labels.put(label.group(1), label.group(2));
                label.region(label.end(), text.length());
            }
        }
        return labels;
    }
}
