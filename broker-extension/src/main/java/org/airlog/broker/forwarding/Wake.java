package org.airlog.broker.forwarding;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Tells the draining thread that there may be something to do; told twice is told once. Thread-safe. */
final class Wake implements Runnable {

    private final Semaphore told = new Semaphore(0);

    @Override
    public void run() {
        if (told.availablePermits() == 0) {
            told.release();
        }
    }

    /** Waits until it is told, {@code millis} at most. */
    void await(long millis) throws InterruptedException {
        if (told.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            told.drainPermits();
        }
    }
}
