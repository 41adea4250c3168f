package org.airlog.portal;

import org.airlog.management.ReadyAnswer;

/**
 * Whether the portal can do its work just now.
 *
 * @param isDatabaseReachable whether its tables can be read
 */
record PortalReadiness(boolean isDatabaseReachable) implements ReadyAnswer {

    @Override
    public boolean isReady() {
        return isDatabaseReachable;
    }

    /** {@code {"ready":…,"databaseReachable":…}}. */
    @Override
    public String toJson() {
        return "{\"ready\":" + isReady() + ",\"databaseReachable\":" + isDatabaseReachable + "}\n";
    }
}
