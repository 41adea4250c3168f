package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tests that {@code docs/compatibility.md} names as proofs: each is there, under the name that it says. */
class CompatibilityPageTest {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern PROOF = Pattern.compile("`([A-Z]\\w*(?:Test|IT))(?:#(\\w+))?`");

    static List<String> proofs() throws IOException {
        return PROOF.matcher(Files.readString(PROJECT.resolve("docs/compatibility.md"), StandardCharsets.UTF_8))
                .results()
                .map(proof -> proof.group().replace("`", ""))
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void isAMethodOfATest(String proof) throws IOException {
        Matcher named = PROOF.matcher('`' + proof + '`');
        assertThat(named.matches()).isTrue();
        String method = named.group(2);

        List<String> sources = sources(named.group(1));

        assertThat(sources).as("%s.java", named.group(1)).isNotEmpty();
        assertThat(sources)
                .anyMatch(source -> method == null
                        ? source.contains("@Test")
                                || source.contains("@ParameterizedTest")
                                || source.contains("@FuzzTest")
                        : source.contains("void " + method + "("));
    }

    /** Several modules may have a test of one name. */
    private static List<String> sources(String testClass) throws IOException {
        var sources = new ArrayList<String>();
        try (var files = Files.walk(PROJECT)) {
            for (Path file : files.filter(path -> path.endsWith(testClass + ".java"))
                    .filter(path -> path.toString().contains("/src/test/"))
                    .toList()) {
                sources.add(Files.readString(file, StandardCharsets.UTF_8));
            }
        }
        return sources;
    }
}
