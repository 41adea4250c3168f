package org.airlog.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeysTest {

    private static final Path DOCUMENT = Path.of("../docs/configuration.md");

    @Test
    void listsEachOfItsConstantsOnce() {
        assertThat(new ArrayList<Object>(Keys.ALL)).containsExactlyInAnyOrderElementsOf(constants(Key.class));
        assertThat(new ArrayList<Object>(Keys.FAMILIES)).containsExactlyInAnyOrderElementsOf(constants(Family.class));
    }

    @Test
    void namesEachKeyAndVariableOnce() {
        assertThat(Keys.ALL.stream().map(Key::name))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("airlog(\\.[a-z][a-z0-9-]*)+"));
        assertThat(Keys.ALL.stream().map(Key::environmentVariable)).doesNotHaveDuplicates();
        assertThat(Keys.ALL).noneMatch(key -> Keys.FAMILIES.stream()
                .anyMatch(family -> key.name().startsWith(family.prefix())
                        || key.environmentVariable().startsWith(family.environmentPrefix())));
    }

    @Test
    void hasDefaultsThatAreValid() {
        var settings = Settings.of(Map.of(), List.of());

        assertThat(Keys.ALL).allMatch(key -> settings.find(key).isPresent() == (key.defaultText() != null));
    }

    @Test
    void givesNoSecretADefault() {
        assertThat(Keys.ALL).filteredOn(Key::isSecret).isNotEmpty().allMatch(key -> key.defaultText() == null);
    }

    /** The document pins the defaults too: whoever changes one changes a line that operators read. */
    @Test
    void isDocumentedKeyByKey() throws IOException {
        List<String> expected = rows();

        List<String> documented = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("| `airlog."))
                .toList();

        assertThat(documented)
                .as("docs/configuration.md must have exactly these rows:%n%s%n", String.join("\n", expected))
                .isEqualTo(expected);
    }

    private static List<String> rows() {
        var rows = new ArrayList<String>();
        for (Key<?> key : Keys.ALL) {
            String defaultText = key.defaultText();
            String shown = defaultText == null || defaultText.isEmpty() ? "" : "`" + defaultText + "`";
            rows.add(row(
                    key.name(), key.environmentVariable(), shown, key.description(), key.isSecret(), key.isReloaded()));
        }
        for (Family family : Keys.FAMILIES) {
            rows.add(row(
                    family.prefix() + family.placeholder(),
                    family.environmentPrefix() + "…",
                    "",
                    family.description(),
                    family.isSecret(),
                    family.isReloaded()));
        }
        return rows;
    }

    private static String row(
            String name, String variable, String shown, String description, boolean isSecret, boolean isReloaded) {
        String meaning = description.replace("<", "\\<").replace("|", "\\|")
                + (isSecret ? " *Secret.*" : "")
                + (isReloaded ? " *Reloaded.*" : "");
        return "| `" + name + "` | `" + variable + "` | " + shown + " | " + meaning + " |";
    }

    private static List<Object> constants(Class<?> type) {
        return Stream.of(Keys.class, LimitKeys.class, TlsKeys.class, TracingKeys.class, LogKeys.class)
                .flatMap(list -> Stream.of(list.getFields()))
                .filter(field -> field.getType() == type)
                .map(KeysTest::value)
                .toList();
    }

    private static Object value(Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(field.getName(), e);
        }
    }
}
