package org.airlog.configuration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one process: values of {@link Keys}, read from a properties file and the environment.
 *
 * <p>All of it is read and checked at once: an unknown key, a bad value and a missing one are all told in one {@link
 * ConfigException}. Unset and empty mean the default. Immutable and thread-safe.
 */
public final class Settings {

    /** Names the file where no option does. */
    public static final String CONFIG_VARIABLE = "AIRLOG_CONFIG";

    private static final String VARIABLE_PREFIX = "AIRLOG_";

    private final Map<String, Object> values = new HashMap<>();
    private final Map<Family, Map<String, String>> families = new HashMap<>();

    private Settings(Map<String, String> written, List<Key<?>> required) {
        var faults = new ArrayList<String>();
        var unknown = new TreeMap<>(written);
        for (Key<?> key : Keys.ALL) {
            read(key, unknown.remove(key.name()), required.contains(key), faults);
        }
        for (Family family : Keys.FAMILIES) {
            families.put(family, members(family, unknown, faults));
        }
        unknown.keySet().forEach(name -> faults.add(name + ": unknown key"));
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
    }

    /**
     * Reads {@code file} (or the one that {@code AIRLOG_CONFIG} names), then lets {@code AIRLOG_…} variables override it.
     *
     * @param required keys without a default that this process cannot do without
     * @throws ConfigException with every fault
     */
    public static Settings load(Optional<Path> file, Map<String, String> environment, List<Key<?>> required) {
        return new Settings(written(file, environment), required);
    }

    /**
     * What {@link #load} would read, by key name and unchecked: for a process that sets keys of others on top of it and
     * hands them on by {@link #of}.
     */
    public static Map<String, String> written(Optional<Path> file, Map<String, String> environment) {
        var written = new HashMap<String, String>();
        file(file, environment).ifPresent(path -> written.putAll(readFile(path)));
        override(written, environment);
        return written;
    }

    /** What {@code file} says, by key name and unchecked; throws {@link ConfigException} where it cannot be read. */
    public static Map<String, String> written(Path file) {
        return readFile(file);
    }

    /** Lets the {@code AIRLOG_…} variables of {@code environment} override what is {@code written}. */
    public static void override(Map<String, String> written, Map<String, String> environment) {
        fromEnvironment(environment).forEach((name, value) -> {
            // Blank says no more than unset: it must not hide what the file says.
            if (value.isBlank()) {
                written.putIfAbsent(name, value);
            } else {
                written.put(name, value);
            }
        });
    }

    /** The file that is read: {@code option}, or the one that {@code AIRLOG_CONFIG} names. */
    public static Optional<Path> file(Optional<Path> option, Map<String, String> environment) {
        return option.or(() -> Optional.ofNullable(environment.get(CONFIG_VARIABLE))
                .filter(name -> !name.isBlank())
                .map(Path::of));
    }

    /** Takes values by key name, as a launcher or a test sets them. */
    public static Settings of(Map<String, String> values, List<Key<?>> required) {
        return new Settings(values, required);
    }

    /** The value of a key that has a default or was required. */
    public <T> T get(Key<T> key) {
        return find(key).orElseThrow(() -> new IllegalStateException(key.name() + " was not required and is not set"));
    }

    /** The value of {@code key}, or empty where it has neither value nor default. */
    @SuppressWarnings("unchecked") // read() stored what this very key's parser made
    public <T> Optional<T> find(Key<T> key) {
        return Optional.ofNullable((T) values.get(key.name()));
    }

    /** The members of a family that are not blank: the chosen rest of the name → value, sorted. */
    public Map<String, String> get(Family family) {
        return Collections.unmodifiableMap(families.getOrDefault(family, Map.of()));
    }

    private void read(Key<?> key, @Nullable String written, boolean isRequired, List<String> faults) {
        String text = written == null || written.isBlank() ? key.defaultText() : written.strip();
        if (text == null) {
            if (isRequired) {
                faults.add(key.name() + ": must be set (" + key.description() + ")");
            }
            return;
        }
        try {
            values.put(key.name(), key.parser().apply(text));
        } catch (IllegalArgumentException e) {
            String shown = key.isSecret() ? "its value" : "'" + text + "'";
            faults.add(key.name() + ": " + shown + " is not valid, " + e.getMessage());
        }
    }

    private static Map<String, String> members(Family family, Map<String, String> unknown, List<String> faults) {
        var members = new TreeMap<String, String>();
        unknown.forEach((name, value) -> {
            if (family.holds(name)) {
                members.put(name.substring(family.prefix().length()), value.strip());
            }
        });
        members.keySet().forEach(rest -> unknown.remove(family.prefix() + rest));
        members.values().removeIf(String::isEmpty);
        members.replaceAll((rest, text) -> read(family, rest, text, faults));
        return members;
    }

    private static String read(Family family, String rest, String text, List<String> faults) {
        try {
            return family.parser().apply(text);
        } catch (IllegalArgumentException e) {
            String shown = family.isSecret() ? "its value" : "'" + text + "'";
            faults.add(family.prefix() + rest + ": " + shown + " is not valid, " + e.getMessage());
            return text;
        }
    }

    private static Map<String, String> readFile(Path path) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException(List.of(path + ": cannot be read: " + e));
        }
        var written = new HashMap<String, String>();
        properties.forEach((name, value) -> written.put(name.toString(), value.toString()));
        return written;
    }

    private static Map<String, String> fromEnvironment(Map<String, String> environment) {
        var names = new HashMap<String, String>();
        Keys.ALL.forEach(key -> names.put(key.environmentVariable(), key.name()));
        var written = new HashMap<String, String>();
        environment.forEach((variable, value) -> {
            if (variable.startsWith(VARIABLE_PREFIX) && !variable.equals(CONFIG_VARIABLE)) {
                written.put(names.getOrDefault(variable, memberName(variable)), value);
            }
        });
        return written;
    }

    /** The family member that {@code variable} sets; a variable that fits none keeps its name and is told as unknown. */
    private static String memberName(String variable) {
        return Keys.FAMILIES.stream()
                .filter(family -> variable.startsWith(family.environmentPrefix()))
                .findFirst()
                .map(family -> family.prefix()
                        + variable.substring(family.environmentPrefix().length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'))
                .orElse(variable);
    }
}
