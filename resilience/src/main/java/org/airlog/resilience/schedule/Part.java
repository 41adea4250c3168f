package org.airlog.resilience.schedule;

import java.util.Locale;

/** The processes of an installation, in the order in which they are started. */
public enum Part {
    KAFKA,
    POSTGRESQL,
    BROKER,
    CONSUMER,
    GATEWAY;

    /** As it is written in reports and names of files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
