package org.airlog.resilience.ledger;

/** What is known of one number at the side of its device. */
public enum Standing {
    /** Never left the device: must not be stored. */
    NEVER_SENT,
    /** On its way. May be stored or not. */
    SENT,
    /** Sent at least once without an answer that settles it. May be stored or not. */
    DOUBTFUL,
    /** Refused for good, at the only attempt: must not be stored. */
    REFUSED,
    /** Acknowledged: must be stored. */
    ACKNOWLEDGED
}
