package org.airlog.portal.http;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How many wrong secrets, of an app or of operators, came of late from each address: past {@value #MOST} within a minute no more
 * are looked at until it is over. Thread-safe.
 *
 * <p>Of fixed size: addresses and names share 4,096 counters by a hash that nobody outside can foresee, so that two may now and
 * then count as one.
 */
final class Guesses {

    static final int MOST = 10;

    private static final int SLOT_BITS = 12;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private final LongSupplier nanos;
    private final long salt = new SecureRandom().nextLong();
    private final long multiplier = new SecureRandom().nextLong() | 1;
    private final AtomicIntegerArray wrong = new AtomicIntegerArray(SLOTS);
    private final AtomicLong begun;

    /** {@code nanos} is a clock that never goes back. */
    Guesses(LongSupplier nanos) {
        this.nanos = nanos;
        this.begun = new AtomicLong(nanos.getAsLong());
    }

    /** Whether another one may be looked at. */
    boolean isAllowed(String address, String appId) {
        long now = nanos.getAsLong();
        long minute = begun.get();
        if (now - minute >= MINUTE_NANOS && begun.compareAndSet(minute, now)) {
            for (int slot = 0; slot < SLOTS; slot++) {
                wrong.set(slot, 0);
            }
        }
        return wrong.get(slot(address, appId)) < MOST;
    }

    /** Counts a wrong one. */
    void wrong(String address, String appId) {
        wrong.incrementAndGet(slot(address, appId));
    }

    private int slot(String address, String appId) {
        String key = address + "\n" + appId;
        long hash = salt;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash + key.charAt(i)) * multiplier;
        }
        // The upper bits are those that the multiplications have mixed.
        return (int) (hash >>> (Long.SIZE - SLOT_BITS));
    }
}
