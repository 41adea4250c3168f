package org.airlog.broker.intake;

import org.jspecify.annotations.Nullable;

/**
 * The log refuses this very record for good, in practice because it is too large: refuse its publish with {@code
 * too-large}. The same bytes would be refused again, so they must neither be sent again nor be spooled.
 */
public final class LogRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what was tried and why it was refused. */
    public LogRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
