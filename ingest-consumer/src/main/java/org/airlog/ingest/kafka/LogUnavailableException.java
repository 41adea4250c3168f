package org.airlog.ingest.kafka;

/** Kafka does not answer just now; the same question may be answered later. */
public final class LogUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    LogUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
