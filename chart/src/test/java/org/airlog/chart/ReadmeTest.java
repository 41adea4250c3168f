package org.airlog.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The README's table of values is values.yaml, line by line. {@code mvn test -pl chart -am -Dtest=ReadmeTest
 * -Dsurefire.failIfNoSpecifiedTests=false -DargLine=-Dairlog.write=true} writes it anew.
 */
@Tag("once")
class ReadmeTest {

    private static final Path README = Chart.FOLDER.resolve("README.md");
    private static final String BEGIN = "<!-- values -->\n";
    private static final String END = "<!-- /values -->\n";
    private static final Pattern LINE = Pattern.compile("( *)([A-Za-z]+):(?: (.*))?");

    @Test
    void theTableOfValuesIsThatOfTheValues() throws IOException {
        String readme = Files.readString(README);
        String before = readme.substring(0, readme.indexOf(BEGIN) + BEGIN.length());
        String after = readme.substring(readme.indexOf(END));
        String expected = before + table(Files.readAllLines(Chart.FOLDER.resolve("values.yaml"))) + after;
        if (Boolean.getBoolean("airlog.write")) {
            Files.writeString(README, expected);
        }

        assertThat(readme).isEqualTo(expected);
    }

    @Test
    void everyValueHasAWordOnWhatItIs() throws IOException {
        assertThat(rows(Files.readAllLines(Chart.FOLDER.resolve("values.yaml"))))
                .hasSizeGreaterThan(100)
                .noneMatch(row -> row.endsWith("|  |"));
    }

    @Test
    void everyValuesFileAndExampleIsMentioned() throws IOException {
        String readme = Files.readString(README) + Files.readString(Chart.FOLDER.resolve("examples/README.md"));

        assertThat(Chart.valuesFiles().map(file -> file.getFileName().toString()))
                .allMatch(readme::contains);
        try (var examples = Files.list(Chart.FOLDER.resolve("examples"))) {
            assertThat(examples.map(file -> file.getFileName().toString())).allMatch(readme::contains);
        }
    }

    /** What the README names as made by kubectl is what pods need, and the other way round. */
    @Test
    void everySecretOfTheDefaultsHasAnOrigin() throws IOException {
        String readme = Files.readString(README);
        Set<String> needed = Chart.render(Chart.values("default")).pods().stream()
                .flatMap(pod -> ReferencePolicies.secrets(pod).stream())
                .map(secret -> secret.substring(0, secret.indexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(needed).allMatch(name -> readme.contains("`" + name + "`"));
    }

    private static String table(List<String> lines) {
        return "| value | default | what it is |\n|---|---|---|\n" + String.join("\n", rows(lines)) + "\n";
    }

    /** One row for each value that is no section; a section's values have its name in front. */
    private static List<String> rows(List<String> lines) {
        var rows = new ArrayList<String>();
        Deque<String> sections = new ArrayDeque<>();
        var comment = new StringBuilder();
        for (String line : lines) {
            String text = line.strip();
            Matcher matcher = LINE.matcher(line);
            if (text.startsWith("#")) {
                comment.append(comment.isEmpty() ? "" : " ")
                        .append(text.substring(1).strip());
            } else if (matcher.matches()) {
                int depth = matcher.group(1).length() / 4;
                while (sections.size() > depth) {
                    sections.removeLast();
                }
                sections.addLast(matcher.group(2));
                if (matcher.group(3) != null) {
                    rows.add("| `" + String.join(".", sections) + "` | `" + matcher.group(3) + "` | "
                            + comment.toString().replace("<", "\\<") + " |");
                    sections.removeLast();
                }
                comment.setLength(0);
            } else {
                comment.setLength(0);
            }
        }
        return rows;
    }
}
