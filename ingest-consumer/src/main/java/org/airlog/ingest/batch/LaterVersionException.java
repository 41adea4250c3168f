package org.airlog.ingest.batch;

/**
 * A record of a later version of its format, whole and well-formed: no poison, but written for a later release, which can
 * store it. So it must wait, as one whose key is missing.
 */
public final class LaterVersionException extends Exception {

    private static final long serialVersionUID = 1L;

    /** {@code record} is the one. */
    public LaterVersionException(LoggedRecord record) {
        super(record.partition().topic() + " " + record.partition().partition() + ":" + record.offset()
                + " is a record of a later version than this release reads");
    }
}
