package org.airlog.broker.intake;

import org.jspecify.annotations.Nullable;

/**
 * The log did not confirm a record in time: refuse its publish with {@code unavailable}, so that it is sent again.
 *
 * <p>The record may have reached the log all the same; the merge on sensor and time makes the repetition harmless.
 */
public final class LogUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what was tried and why it failed. */
    public LogUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
