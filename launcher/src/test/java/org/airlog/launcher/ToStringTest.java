package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A record tells all that it holds, unless it says otherwise. So one that holds something secret as text must say otherwise,
 * in every module; {@code Secret}, {@code SealingKey}, {@code Sealed}, {@code Payload} and {@code Position} do for
 * themselves.
 */
class ToStringTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern RECORD = Pattern.compile("\\brecord (\\w+)(?:<[^>]*>)?\\(");
    private static final Pattern SECRET_TEXT = Pattern.compile(
            "(?:String|Map<[^<>()]*>|List<String>|Optional<String>|char\\[\\]|byte\\[\\])\\s+"
                    + "(\\w*(?:password|secret|token|salt|hash|claim|authorization|credential|properties|environment)\\w*)",
            Pattern.CASE_INSENSITIVE);

    /** Names of secrets, not secrets. */
    private static final List<String> HARMLESS = List.of("secretBeforeUntil");

    @Test
    void everyRecordThatHoldsASecretAsTextKeepsItToItself() throws IOException {
        var looked = new ArrayList<String>();
        var talkative = new ArrayList<String>();
        for (Path file : sources()) {
            String source = Files.readString(file);
            Matcher record = RECORD.matcher(source);
            while (record.find()) {
                int end = closing(source, record.end(), '(', ')');
                String components = source.substring(record.end(), end);
                boolean isSecret = SECRET_TEXT
                        .matcher(components)
                        .results()
                        .anyMatch(component -> !HARMLESS.contains(component.group(1)));
                int body = source.indexOf('{', end);
                if (isSecret) {
                    String name = ROOT.relativize(file) + ": " + record.group(1);
                    looked.add(name);
                    if (!source.substring(body, closing(source, body + 1, '{', '}'))
                            .contains("String toString()")) {
                        talkative.add(name);
                    }
                }
            }
        }

        assertThat(talkative).isEmpty();
        assertThat(looked)
                .anyMatch(name -> name.endsWith("Account"))
                .anyMatch(name -> name.endsWith("GatewayConfig"))
                .anyMatch(name -> name.endsWith("DatabaseAddress"))
                .anyMatch(name -> name.endsWith("UploadSalts"))
                .anyMatch(name -> name.endsWith("UpOptions"))
                .hasSizeGreaterThan(10);
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().contains("src/main/java"))
                    .filter(file -> file.toString().endsWith(".java"))
                    .toList();
        }
    }

    private static int closing(String source, int from, char open, char close) {
        int depth = 1;
        int at = from;
        while (depth > 0) {
            char next = source.charAt(at++);
            depth += next == open ? 1 : next == close ? -1 : 0;
        }
        return at - 1;
    }
}
