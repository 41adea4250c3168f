package org.airlog.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Settings;

/**
 * Where the extension's configuration is written: a file that others may share, over it the extension's own {@code
 * conf/airlog.properties}, over both the environment.
 *
 * <p>The shared file is the one that {@value #SHARED} of the own file names, or else {@code AIRLOG_CONFIG}: which one it is
 * counts from the start on, and then it must be there. The own one may be missing at the start, and then there is nothing in
 * it; once it was there it must stay.
 */
final class WrittenConfig {

    /** What names the shared file, in the own file alone. */
    static final String SHARED = "airlog.config";

    private final Path own;
    private final boolean hasOwn;
    private final Optional<Path> shared;
    private final Map<String, String> environment;

    /** Reads in {@code home} which files there are; throws {@link ConfigException} where the own one cannot be read. */
    WrittenConfig(Path home, Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.own = home.resolve("conf").resolve("airlog.properties");
        this.hasOwn = Files.exists(own);
        Optional<Path> named = Optional.ofNullable(own().get(SHARED))
                .filter(text -> !text.isBlank())
                .map(text -> Path.of(text.strip()));
        this.shared = Settings.file(named.map(home::resolve), environment);
    }

    /** What may change. */
    List<Path> files() {
        var files = new ArrayList<>(List.of(own));
        shared.ifPresent(files::add);
        return files;
    }

    /** All that is written at this moment, by key name and unchecked; throws {@link ConfigException}. */
    Map<String, String> read() {
        var written = new HashMap<String, String>();
        shared.ifPresent(file -> written.putAll(Settings.written(file)));
        written.putAll(own());
        written.remove(SHARED);
        Settings.override(written, environment);
        return written;
    }

    private Map<String, String> own() {
        return hasOwn || Files.exists(own) ? Settings.written(own) : Map.of();
    }
}
