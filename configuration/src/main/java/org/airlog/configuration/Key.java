package org.airlog.configuration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One configuration key: its name, its default as it would be written, what it does, and how its text becomes a value.
 *
 * @param name for example {@code airlog.kafka.bootstrap-servers}
 * @param defaultText as in a file; null where the key has no default and must be set by the processes that need it
 * @param description one sentence for {@code docs/configuration.md}
 * @param isSecret whether its value must never be shown, not even in an error
 * @param isReloaded whether running processes take a changed value from their file; others need a restart
 * @param parser reads the text; throws {@link IllegalArgumentException} with a message that says what is expected
 */
public record Key<T>(
        String name,
        @Nullable String defaultText,
        String description,
        boolean isSecret,
        boolean isReloaded,
        Function<String, T> parser) {

    /** Any text. */
    public static Key<String> text(String name, @Nullable String defaultText, String description) {
        return new Key<>(name, defaultText, description, false, false, Function.identity());
    }

    /** Text that is never shown. */
    public static Key<String> secret(String name, @Nullable String defaultText, String description) {
        return new Key<>(name, defaultText, description, true, false, Function.identity());
    }

    /** A whole number within bounds, both inclusive. */
    public static Key<Integer> integer(String name, int defaultValue, int lowest, int highest, String description) {
        return new Key<>(name, Integer.toString(defaultValue), description, false, false, text -> {
            String expected = "expected a whole number from " + lowest + " to " + highest;
            int value;
            try {
                value = Integer.parseInt(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(expected, e);
            }
            if (value < lowest || value > highest) {
                throw new IllegalArgumentException(expected);
            }
            return value;
        });
    }

    /** {@code true} or {@code false}. */
    public static Key<Boolean> bool(String name, boolean defaultValue, String description) {
        return new Key<>(
                name, Boolean.toString(defaultValue), description, false, false, text -> switch (text.toLowerCase(
                        Locale.ROOT)) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException("expected true or false");
                });
    }

    /** A length of time such as {@code 500ms}, {@code 5m}, {@code 400d} or {@code 30y}; see {@link Durations}. */
    public static Key<Duration> duration(String name, String defaultText, String description) {
        return new Key<>(name, defaultText, description, false, false, Durations::parse);
    }

    /** A file or folder; relative ones start at the process's home. */
    public static Key<Path> path(String name, @Nullable String defaultText, String description) {
        return new Key<>(name, defaultText, description, false, false, Path::of);
    }

    /** Values separated by commas, blanks around them dropped, empty ones left out. */
    public static Key<List<String>> list(String name, String defaultText, String description) {
        return new Key<>(name, defaultText, description, false, false, Key::split);
    }

    /** One of {@code choices}, in any case; its value is in lower case as they are. */
    public static Key<String> choice(String name, String defaultText, List<String> choices, String description) {
        return new Key<>(name, defaultText, description, false, false, text -> choice(text, choices));
    }

    static String choice(String text, List<String> choices) {
        String choice = text.toLowerCase(Locale.ROOT);
        if (!choices.contains(choice)) {
            throw new IllegalArgumentException("expected one of " + String.join(", ", choices));
        }
        return choice;
    }

    /** The same key with a further step from text to value. */
    public <U> Key<U> as(Function<T, U> next) {
        return new Key<>(name, defaultText, description, isSecret, isReloaded, parser.andThen(next));
    }

    /** The same key, whose changed value running processes take. */
    public Key<T> reloaded() {
        return new Key<>(name, defaultText, description, isSecret, true, parser);
    }

    /** The environment variable that sets it: {@code AIRLOG_KAFKA_BOOTSTRAP_SERVERS}. */
    public String environmentVariable() {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
