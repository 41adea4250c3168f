package org.airlog.portal.kafka;

import org.jspecify.annotations.Nullable;

/** Kafka cannot be asked, or does not answer in time: its message says so to a person, in one line and without passwords. */
public final class KafkaUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The reason, without a full stop, and where there is one what it came from. */
    public KafkaUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
