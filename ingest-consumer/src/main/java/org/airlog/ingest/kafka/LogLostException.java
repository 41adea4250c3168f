package org.airlog.ingest.kafka;

/**
 * The log does not hold the offset at which the database stands. Records that were never stored may be gone, so nobody
 * but a person may decide where to go on; the message says how.
 */
public final class LogLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LogLostException(String message) {
        super(message);
    }
}
