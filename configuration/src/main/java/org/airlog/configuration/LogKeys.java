package org.airlog.configuration;

import java.util.List;

/** Keys of what processes log: how it looks, and how much of it there is. */
public final class LogKeys {

    public static final Key<String> FORMAT = Key.choice(
            "airlog.log.format",
            "text",
            List.of("text", "json"),
            "What the logs look like: text for people, or json, one object a line.");
    public static final Family LEVELS = new Family(
                    "airlog.log.levels.",
                    "<logger>",
                    "How much a logger tells: error, warn, info, debug, trace or off; root is all that have no level of their own.",
                    false)
            .of(List.of("error", "warn", "info", "debug", "trace", "off"))
            .reloaded();

    /** All of them that are no family. */
    public static final List<Key<?>> ALL = List.of(FORMAT);

    private LogKeys() {}
}
