package org.airlog.configuration.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogLevelsTest {

    private final Logger quiet = (Logger) LoggerFactory.getLogger("test.quiet");
    private final Logger plain = (Logger) LoggerFactory.getLogger("test.plain");
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    @AfterEach
    void setBack() {
        set(Map.of());
        quiet.setLevel(null);
    }

    @Test
    void setsLevelsAndSetsThemBackWhenTheyAreNotNamedAnyMore() {
        quiet.setLevel(Level.ERROR);
        Level ofRoot = root.getLevel();

        set(Map.of("test.quiet", "debug", "test.plain", "TRACE", "root", "error"));
        assertThat(List.of(quiet.getLevel(), plain.getLevel(), root.getLevel()))
                .containsExactly(Level.DEBUG, Level.TRACE, Level.ERROR);
        set(Map.of("test.plain", "off"));

        assertThat(quiet.getLevel()).isEqualTo(Level.ERROR);
        assertThat(plain.getLevel()).isEqualTo(Level.OFF);
        assertThat(root.getLevel()).isEqualTo(ofRoot);
        set(Map.of());
        assertThat(plain.getLevel()).isNull();
    }

    /** In one process the command and the broker's extension both do so. */
    @Test
    void remembersWhatALevelWasBeforeAnybodySetIt() {
        quiet.setLevel(Level.ERROR);
        set(Map.of("test.quiet", "debug"));
        new LogLevels().prepare(settings(Map.of("test.quiet", "debug"))).run();

        set(Map.of());

        assertThat(quiet.getLevel()).isEqualTo(Level.ERROR);
    }

    @Test
    void refusesALevelThatThereIsNoneOf() {
        assertThatThrownBy(() -> new LogLevels().prepare(settings(Map.of("a", "loud", "b", "debug", "c", "1"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "airlog.log.levels.a: 'loud' is not valid, expected one of error, warn, info, debug, trace, off")
                .hasMessageContaining("airlog.log.levels.c")
                .hasMessageNotContaining("levels.b");
    }

    private static void set(Map<String, String> levels) {
        new LogLevels().prepare(settings(levels)).run();
    }

    private static Settings settings(Map<String, String> levels) {
        return Settings.of(
                levels.entrySet().stream()
                        .collect(Collectors.toMap(level -> "airlog.log.levels." + level.getKey(), Map.Entry::getValue)),
                List.of());
    }
}
