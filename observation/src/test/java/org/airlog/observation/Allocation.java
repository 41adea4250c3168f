package org.airlog.observation;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a thread allocates: a measure of work that no busy machine changes.
 *
 * <p>The bounds are far more than any reader needs for what it honestly reads, checks included, and far less than a length
 * field can ask for.
 */
public final class Allocation {

    private static final long FOR_ANY_INPUT = 1 << 20;
    private static final long FOR_EACH_BYTE = 2_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** Bytes that {@code step} allocates on this thread, freed ones included. */
    public static long of(Runnable step) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        step.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /** Throws {@link AssertionError} where {@code step}, which reads {@code length} bytes, allocates out of proportion. */
    public static void staysInProportion(int length, Runnable step) {
        long bound = FOR_ANY_INPUT + FOR_EACH_BYTE * length;
        // A first time loads classes.
        if (of(step) > bound) {
            long allocated = of(step);
            if (allocated > bound) {
                throw new AssertionError(allocated + " bytes allocated for an input of " + length);
            }
        }
    }
}
