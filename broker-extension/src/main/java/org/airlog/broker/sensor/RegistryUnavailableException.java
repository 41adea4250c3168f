package org.airlog.broker.sensor;

import org.jspecify.annotations.Nullable;

/** The registry's log could not be read or written in time: judge nothing, refuse with {@code unavailable}. */
public final class RegistryUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what was tried and why it failed. */
    public RegistryUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
