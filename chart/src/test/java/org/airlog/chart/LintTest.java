package org.airlog.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("once")
class LintTest {

    @TempDir
    private Path copy;

    static Stream<Path> valuesFiles() {
        return Chart.valuesFiles();
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void helmLintHasNothingToSay(Path values) throws IOException {
        var result = Chart.lint(values, copy);

        assertThat(result.isFailed()).as(String.valueOf(result.getMessages())).isFalse();
        assertThat(result.getMessages()).noneMatch(message -> message.contains("ERROR") || message.contains("WARNING"));
    }

    @Test
    void helmLintFailsWhereATemplateIsNoYaml() throws IOException {
        Path chart = copy.resolve("chart");
        Chart.copyTo(chart);
        Files.writeString(chart.resolve("templates/broken.yaml"), "a: b: c\n");

        assertThat(new Helm(chart).lint().strict().call().isFailed()).isTrue();
    }
}
