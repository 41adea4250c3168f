package org.airlog.broker.forwarding;

import java.util.concurrent.CompletionStage;
import org.airlog.broker.spool.LogRecord;

/**
 * The patient way to the log, for records that are safe already: a port. Used by one thread.
 *
 * <p>Records reach the log in the order in which they were sent, however long that takes: unlike on the {@link DirectLine},
 * none is given up because of its age while one behind it goes through. Where one fails for another reason, those that were
 * sent behind it may have gone through; all of them are sent again, so that the last copy of each is in order.
 */
public interface DrainLine extends AutoCloseable {

    /**
     * Sends {@code record}; may block for a second. Completes when the log has it; fails as on the direct line, but not
     * for the time that it takes.
     */
    CompletionStage<Void> send(LogRecord record);

    /** Gives up what has been sent and is not confirmed, after a failure: the next record starts anew. */
    void abandon();

    /** Gives up what is under way. */
    @Override
    void close();
}
