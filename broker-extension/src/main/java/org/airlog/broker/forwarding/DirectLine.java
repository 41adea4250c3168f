package org.airlog.broker.forwarding;

import java.util.concurrent.CompletionStage;
import org.airlog.broker.spool.LogRecord;

/** The short way to the log, for a record whose publish waits: a port. Thread-safe. */
public interface DirectLine {

    /**
     * Sends {@code record}: completes when the log has it, and fails within a bounded time, with {@link
     * org.airlog.broker.intake.LogRefusedException} where the log will never take it and with {@link
     * org.airlog.broker.intake.LogUnavailableException} else. In the order of the calls. Never blocks, never throws.
     */
    CompletionStage<Void> send(LogRecord record);
}
