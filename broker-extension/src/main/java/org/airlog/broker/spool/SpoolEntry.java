package org.airlog.broker.spool;

import java.time.Instant;

/**
 * A record in the spool.
 *
 * @param sequence its number: each is larger than the one before it; numbers may be left out, none comes twice
 * @param spooledAt when it was written, to the microsecond
 * @param record what is to go to the log
 */
public record SpoolEntry(long sequence, Instant spooledAt, LogRecord record) {}
