package org.airlog.bench.wire;

import java.util.function.BiConsumer;
import org.airlog.bench.load.Publish;
import org.jspecify.annotations.Nullable;

/** What has been sent on one line and waits for its answer, by numbers from 1 to the line's window: packet identifiers. */
final class InFlight {

    private final @Nullable Publish[] publishes;
    private final long[] dueAt;
    private final int[] free;
    private int freeCount;

    InFlight(int window) {
        publishes = new Publish[window + 1];
        dueAt = new long[window + 1];
        free = new int[window];
        for (int id = window; id > 0; id--) {
            free[freeCount++] = id;
        }
    }

    boolean hasRoom() {
        return freeCount > 0;
    }

    /** Takes a number for {@code publish}. */
    int add(Publish publish, long due) {
        int id = free[--freeCount];
        publishes[id] = publish;
        dueAt[id] = due;
        return id;
    }

    long dueAt(int id) {
        return dueAt[id];
    }

    /** Gives number {@code id} back; null where nothing waits under it. */
    @Nullable
    Publish remove(int id) {
        if (id < 1 || id >= publishes.length) {
            return null;
        }
        Publish publish = publishes[id];
        if (publish != null) {
            publishes[id] = null;
            free[freeCount++] = id;
        }
        return publish;
    }

    /** Gives everything back. */
    void removeAll(BiConsumer<Publish, Long> each) {
        for (int id = 1; id < publishes.length; id++) {
            Publish publish = remove(id);
            if (publish != null) {
                each.accept(publish, dueAt[id]);
            }
        }
    }
}
