package org.airlog.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What whoever installs the chart is told, rendered as an object, since Helm's library keeps it to itself. */
@Tag("once")
class NotesTest {

    @TempDir
    private Path copy;

    static Stream<Path> valuesFiles() {
        return Chart.valuesFiles();
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void nameEverySecretThatAPodNeedsAndEachOfItsKeys(Path values) throws IOException {
        String notes = notes(values);

        Chart.render(values).pods().forEach(pod -> ReferencePolicies.secrets(pod).stream()
                .forEach(secret -> {
                    String[] nameAndKey = secret.split(" ", -1);
                    assertThat(notes)
                            .as(pod.title() + " needs " + secret)
                            .containsPattern("(?m)^  " + nameAndKey[0].replace(".", "\\.") + ": .*\\b"
                                    + nameAndKey[1].replace(".", "\\."));
                }));
    }

    @Test
    void sayWhatToDoNext() throws IOException {
        assertThat(notes(Chart.values("default")))
                .contains("kubectl -n air get secret airlog-broker-tls airlog-db-app")
                .contains("helm -n air test airlog --logs")
                .contains("rollout restart")
                .contains("MQTT over TLS on port 8883")
                .doesNotContain("WARNING");
    }

    @Test
    void warnOfWhatIsDangerous() throws IOException {
        assertThat(notes(Chart.values("minimal")))
                .contains("WARNING: gateway and portal speak to the broker in the clear")
                .contains("WARNING: kafka.replicationFactor is 1")
                .contains("WARNING: networkPolicy.enabled is false");
    }

    @Test
    void warnOfAProxyThatNobodyTrusts() throws IOException {
        Path values = copy.resolve("values.yaml");
        Files.writeString(values, "gateway: {ingress: {enabled: true, hosts: [a.example.org]}}");

        assertThat(notes(values)).contains("airlog.http.trusted-proxies");
        assertThat(notes(Chart.values("production"))).doesNotContain("airlog.http.trusted-proxies");
    }

    private String notes(Path values) throws IOException {
        Path chart = Files.createTempDirectory(copy, "chart");
        Chart.copyTo(chart);
        Path notes = chart.resolve("templates/NOTES.txt");
        Files.writeString(
                chart.resolve("templates/notes.yaml"),
                "{{- define \"notes\" -}}\n" + Files.readString(notes) + "{{- end -}}\n"
                        + "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: notes}\ndata:\n    text: |\n"
                        + "        {{- include \"notes\" . | nindent 8 }}\n");
        Files.delete(notes);
        return Chart.render(chart, values)
                .one("ConfigMap", "notes")
                .path("data")
                .path("text")
                .asText();
    }
}
