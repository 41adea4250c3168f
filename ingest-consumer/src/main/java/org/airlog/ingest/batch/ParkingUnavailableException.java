package org.airlog.ingest.batch;

/** What must be parked could not be: the offsets must not move. */
public final class ParkingUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Keeps the cause. */
    public ParkingUnavailableException(Throwable cause) {
        super("nothing can be parked now", cause);
    }
}
