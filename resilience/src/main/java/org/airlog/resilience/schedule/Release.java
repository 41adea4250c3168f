package org.airlog.resilience.schedule;

import java.util.Locale;

/** Releases between which processes are exchanged; the later two are made up, from this one. */
public enum Release {
    /** As it was built. */
    THIS,
    /** Adds elements to the records of observations, in the same version of their format. */
    LATER,
    /** Writes the next version of that format, and reads both. */
    NEXT;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
