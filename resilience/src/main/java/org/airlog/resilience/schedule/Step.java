package org.airlog.resilience.schedule;

import java.time.Duration;

/**
 * One fault of a schedule.
 *
 * @param pause how long all is left in peace before it
 * @param awaitsRecovery whether the recovery from it is waited for and measured; else the next fault may meet it half way
 */
public record Step(Fault fault, Duration pause, boolean awaitsRecovery) {}
