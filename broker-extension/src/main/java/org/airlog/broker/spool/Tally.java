package org.airlog.broker.spool;

import java.util.concurrent.atomic.LongAdder;

/** What a spool has counted since it was opened. Thread-safe. */
final class Tally {

    final LongAdder appended = new LongAdder();
    final LongAdder drained = new LongAdder();
    final LongAdder parked = new LongAdder();
    final LongAdder refusedFull = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder forces = new LongAdder();
}
