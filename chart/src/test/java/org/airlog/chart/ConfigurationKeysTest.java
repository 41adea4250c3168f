package org.airlog.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.airlog.chart.Objects.PodOf;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Family;
import org.airlog.configuration.Key;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Settings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart's keys are those of {@link Keys}: what it writes a process would read, and what processes know can be written. */
@Tag("once")
class ConfigurationKeysTest {

    /** What each process cannot do without and has to get from a Secret. */
    private static final Map<String, List<Key<?>>> REQUIRED = Map.of(
            "broker", List.of(Keys.SEALING_KEYS),
            "gateway", List.of(Keys.GATEWAY_MQTT_PASSWORD),
            "consumer", List.of(Keys.SEALING_KEYS, Keys.DATABASE_PASSWORD),
            "portal", List.of(Keys.DATABASE_PASSWORD));

    /** Keys of commands, and what a command line sets. */
    private static final Set<String> NOT_OF_THE_CHART =
            Set.of(Keys.BROKER_DATA_DIR.name(), Keys.DATABASE_USER.name(), Keys.OPERATOR_MQTT_USER.name());

    static Stream<Path> valuesFiles() {
        return Chart.valuesFiles();
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void everyProcessReadsWhatTheChartWrites(Path values) {
        Objects objects = Chart.render(values);

        for (PodOf pod : objects.pods()) {
            List<Key<?>> required = REQUIRED.get(role(pod));
            if (required != null) {
                assertThatCode(() -> Settings.of(written(objects, pod), required))
                        .as(pod.title())
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void aProcessWouldRefuseAKeyThatItDoesNotKnow() {
        Objects objects = Chart.render(Chart.values("default"));
        PodOf gateway = objects.pods().stream()
                .filter(pod -> role(pod).equals("gateway"))
                .findFirst()
                .orElseThrow();
        Map<String, String> written = written(objects, gateway);
        written.put("airlog.gateway.colour", "blue");

        assertThatThrownBy(() -> Settings.of(written, List.of())).isInstanceOf(ConfigException.class);
    }

    @Test
    void whatTheSchemaTakesAsConfigIsEveryKeyThatIsNoSecretAndNotSetByTheChart() {
        Set<String> derived = derived();
        var expected = new TreeSet<String>();
        Keys.ALL.stream()
                .filter(key -> !key.isSecret())
                .map(Key::name)
                .filter(name -> !derived.contains(name) && !NOT_OF_THE_CHART.contains(name))
                .forEach(expected::add);

        var named = new TreeSet<String>();
        config().path("properties").propertyStream().forEach(property -> named.add(property.getKey()));

        assertThat(named).isEqualTo(expected);
    }

    @Test
    void everyFamilyHasAPatternInTheSchema() {
        List<String> patterns = Stream.concat(
                        config().path("patternProperties").propertyStream().map(Map.Entry::getKey),
                        Stream.of(secretKeyPattern()))
                .toList();

        for (var family : Keys.FAMILIES) {
            assertThat(patterns)
                    .as(family.prefix())
                    .anyMatch(pattern ->
                            (family.prefix() + "a.b").matches(pattern) || (family.prefix() + "a").matches(pattern));
        }
    }

    /** A key that processes read again restarts nobody, and any other one does. */
    @Test
    void whatIsReloadedRestartsNobody() throws IOException {
        Matcher matcher = Pattern.compile("regexMatch \"(\\^[^\"]+\\$)\"")
                .matcher(Files.readString(Chart.FOLDER.resolve("templates/_settings.tpl")));
        assertThat(matcher.find()).isTrue();
        String reloaded = matcher.group(1).replace("\\\\", "\\");

        var expected = new TreeSet<String>();
        Keys.ALL.stream().filter(Key::isReloaded).map(Key::name).forEach(expected::add);
        Keys.FAMILIES.stream()
                .filter(Family::isReloaded)
                .map(family -> family.prefix() + "a")
                .forEach(expected::add);
        var left = Stream.concat(
                        Keys.ALL.stream().map(Key::name), Keys.FAMILIES.stream().map(family -> family.prefix() + "a"))
                .filter(name -> name.matches(reloaded))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(left).isNotEmpty().isEqualTo(expected);
    }

    @Test
    void everySecretCanBeGivenToARole() {
        Objects objects = Chart.render(Chart.values("production"));
        var given = objects.pods().stream()
                .flatMap(pod -> written(objects, pod).keySet().stream())
                .collect(Collectors.toSet());

        for (Key<?> key : Keys.ALL) {
            if (key.isSecret() && !key.equals(Keys.OPERATOR_MQTT_PASSWORD)) {
                assertThat(given.contains(key.name()) || key.name().matches(secretKeyPattern()))
                        .as(key.name())
                        .isTrue();
            }
        }
    }

    private static JsonNode schema() {
        return Chart.read(Chart.FOLDER.resolve("values.schema.json")).path("properties");
    }

    private static JsonNode config() {
        return schema().path("config");
    }

    private static String secretKeyPattern() {
        return schema().path("secretConfig")
                .path("items")
                .path("properties")
                .path("key")
                .path("pattern")
                .asText();
    }

    /** The keys that the chart sets from other values in any of the values files. */
    private static Set<String> derived() {
        return valuesFiles()
                .flatMap(values -> {
                    var keys = new ArrayList<>(properties(Chart.render(values)).keySet());
                    Chart.read(values).path("config").propertyStream().forEach(set -> keys.remove(set.getKey()));
                    Chart.read(Chart.FOLDER.resolve("values.yaml"))
                            .path("config")
                            .propertyStream()
                            .forEach(set -> keys.remove(set.getKey()));
                    return keys.stream();
                })
                .collect(Collectors.toSet());
    }

    private static String role(PodOf pod) {
        return pod.labels().path("app.kubernetes.io/component").asText();
    }

    /** By key name, what the process of that pod finds; a secret is a word. */
    private static Map<String, String> written(Objects objects, PodOf pod) {
        var environment = new HashMap<String, String>();
        pod.containers().forEach(container -> container.path("env").forEach(variable -> {
            String name = variable.path("name").asText();
            if (!name.equals("AIRLOG_CONFIG")) {
                environment.put(name, variable.path("value").asText("secret"));
            }
        }));
        var written = new HashMap<String, String>(properties(objects));
        written.putAll(Settings.written(Optional.empty(), environment));
        return written;
    }

    private static Map<String, String> properties(Objects objects) {
        var properties = new Properties();
        try {
            properties.load(new StringReader(objects.one("ConfigMap", "airlog-config")
                    .path("data")
                    .path("airlog.properties")
                    .asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var read = new TreeMap<String, String>();
        properties.forEach((key, value) -> read.put(key.toString(), value.toString()));
        return read;
    }
}
