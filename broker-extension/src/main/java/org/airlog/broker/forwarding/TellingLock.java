package org.airlog.broker.forwarding;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A lock that tells outcomes when it has been given back: who hears them may do what it likes. Thread-safe. */
final class TellingLock {

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Runnable> toTell = new ArrayList<>();

    /** Does {@code work}, alone; what it has told is told when the outermost call is over. */
    void run(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            List<Runnable> told = List.of();
            if (lock.getHoldCount() == 1) {
                told = List.copyOf(toTell);
                toTell.clear();
            }
            lock.unlock();
            told.forEach(Runnable::run);
        }
    }

    /** Reads something, alone. */
    <T> T get(Supplier<T> read) {
        lock.lock();
        try {
            return read.get();
        } finally {
            lock.unlock();
        }
    }

    /** To be called while it is held: {@code passage} has ended, well where there is no {@code failure}. */
    void tell(Passage passage, @Nullable Throwable failure) {
        toTell.add(() -> {
            if (failure == null) {
                passage.outcome().complete(null);
            } else {
                passage.outcome().completeExceptionally(failure);
            }
        });
    }
}
