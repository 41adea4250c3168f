package org.airlog.configuration.reload;

import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Settings;

/** A part of a running process that takes changed settings. */
@FunctionalInterface
public interface Reloadable {

    /**
     * Reads its part of {@code settings} and checks all of it; throws {@link ConfigException} with every fault, and then has
     * changed nothing. What it returns puts it to use, at once and as a whole, and cannot fail.
     */
    Runnable prepare(Settings settings);
}
