package org.airlog.resilience;

import java.time.Duration;

/**
 * How a fault was got over, counted from its end: the moment in which what was dead was started, what was frozen went on,
 * or what was cut was mended.
 *
 * @param fault what kind of fault, without its figures
 * @param toAcknowledgement until the next acknowledgement by the way that the fault lay in
 * @param toTable until all that lay in Kafka at that acknowledgement was in the table
 */
public record Recovery(String fault, Duration toAcknowledgement, Duration toTable) {}
