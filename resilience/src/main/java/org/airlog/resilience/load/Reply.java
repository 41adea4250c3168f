package org.airlog.resilience.load;

/** What became of one attempt to publish, as its device sees it. */
public sealed interface Reply {

    /** Acknowledged. */
    record Accepted() implements Reply {}

    /**
     * Refused for good, by a PUBACK or a status that says so.
     *
     * @param reason the stable label
     */
    record Refused(String reason) implements Reply {}

    /**
     * Neither: no answer, a lost connection, or a refusal that may pass.
     *
     * @param why in few, recurring words
     */
    record Open(String why) implements Reply {}
}
