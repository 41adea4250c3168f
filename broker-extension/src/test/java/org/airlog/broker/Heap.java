package org.airlog.broker;

/** How much of this JVM's memory is in use. */
final class Heap {

    private Heap() {}

    /** In bytes, the least of a few looks: what is garbage does not count. */
    static long usedAfterCollection() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
