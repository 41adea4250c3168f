package org.airlog.resilience.check;

/**
 * Something that must not be.
 *
 * @param kind which promise it breaks
 * @param what the numbers, for people
 */
public record Finding(Kind kind, String what) {

    /** The promises, each by what breaks it. */
    public enum Kind {
        /** Acknowledged, and not in the table. */
        LOST,
        /** In the table twice. */
        STORED_TWICE,
        /** In the table or the log, and no device ever sent it. */
        NEVER_SENT,
        /** In the table with other values than were sent. */
        CHANGED,
        /** Refused for good at its only attempt, and in the table. */
        REFUSED_YET_STORED,
        /** Refused for good, though nothing was wrong with it. */
        WRONGLY_REFUSED,
        /** Acknowledged, and a later number of the same device lies before it in the log. */
        OUT_OF_ORDER,
        /** An equation does not hold. */
        UNBALANCED,
        /** Something did not come back. */
        NOT_RECOVERED
    }

    @Override
    public String toString() {
        return kind + ": " + what;
    }
}
