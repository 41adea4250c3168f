package org.airlog.ingest.timescale;

/** Tables cannot be made hypertables here; the message says what is missing. Nothing has been changed. */
public final class MoveRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    MoveRefusedException(String message) {
        super(message);
    }
}
