package org.airlog.resilience.schedule;

import java.util.Locale;

/** The processes of an installation, in the order in which they are started. */
public enum Part {
    KAFKA,
    POSTGRESQL,
    BROKER,
    CONSUMER,
    /** Shares the partitions with the first, and takes over what that one lets go of. */
    SECOND_CONSUMER,
    GATEWAY;

    /** As it is written in reports and names of files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
