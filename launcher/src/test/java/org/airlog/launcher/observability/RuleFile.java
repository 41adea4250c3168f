package org.airlog.launcher.observability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules of the chart, read by their lines: {@code promtool} sees to it that they are what they look like. */
final class RuleFile {

    static final Path PATH = Path.of("..", "deploy", "helm", "airlog", "files", "rules.yaml");

    private static final Pattern BEGIN = Pattern.compile("^ {6}- (alert|record): (\\S+)$");
    private static final Pattern VALUE = Pattern.compile("^( +)([a-z_]+): (.*)$");

    private RuleFile() {}

    /**
     * One rule.
     *
     * @param name of the alert, or what is recorded
     * @param expression in PromQL
     * @param lines all of it, as it is written
     */
    record Rule(boolean isAlert, String name, String expression, List<String> lines) {

        /** The text after {@code key:}, without quotes; empty where there is none. */
        String value(String key) {
            return lines.stream()
                    .map(VALUE::matcher)
                    .filter(Matcher::matches)
                    .filter(line -> line.group(2).equals(key))
                    .map(line -> line.group(3).replaceAll("^\"|\"$", ""))
                    .findFirst()
                    .orElse("");
        }
    }

    static List<Rule> rules() {
        try {
            var rules = new ArrayList<Rule>();
            List<String> lines = Files.readAllLines(PATH);
            for (int at = 0; at < lines.size(); at++) {
                Matcher begin = BEGIN.matcher(lines.get(at));
                if (begin.matches()) {
                    int end = at + 1;
                    while (end < lines.size() && lines.get(end).startsWith("        ")) {
                        end++;
                    }
                    List<String> own = lines.subList(at + 1, end);
                    rules.add(new Rule(begin.group(1).equals("alert"), begin.group(2), expression(own), own));
                }
            }
            return rules;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Rule> alerts() {
        return rules().stream().filter(Rule::isAlert).toList();
    }

    /** On the line of its key, or folded over those that are set in further. */
    private static String expression(List<String> lines) {
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            if (line.strip().startsWith("expr:")) {
                var text = new StringBuilder(
                        line.strip().substring("expr:".length()).replace(">-", ""));
                for (int next = at + 1; next < lines.size() && lines.get(next).startsWith("          "); next++) {
                    text.append(' ').append(lines.get(next).strip());
                }
                return text.toString().strip();
            }
        }
        throw new IllegalStateException("a rule without an expression: " + lines);
    }
}
