package org.airlog.portal.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import org.airlog.observation.Payload;
import org.airlog.portal.api.LatestChange;
import org.airlog.portal.api.LiveWindow;
import org.airlog.portal.api.ServerSent;
import org.airlog.portal.timescale.LatestChanges;
import org.airlog.portal.timescale.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells everybody who listens of new readings: asks the database once a second for all of them together, and only while
 * somebody listens. At most {@value #MOST_LISTENERS} listen. Thread-safe.
 */
public final class LiveStream implements AutoCloseable {

    static final int MOST_LISTENERS = 200;

    private static final Logger log = LoggerFactory.getLogger(LiveStream.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Well below the idle time of any server that it runs on. */
    private static final int TURNS_OF_SILENCE = 10;
    /** What more than this many changes in a second bring is left out: 20 times the most of one question. */
    private static final int MOST_QUESTIONS = 20;

    private final LatestChanges changes;
    private final Streams streams;
    private final Set<LiveListener> listeners = new LinkedHashSet<>();
    private @Nullable ScheduledFuture<?> task;
    private boolean isClosed;

    /** Asks {@code changes}, in a thread of {@code streams}. */
    public LiveStream(LatestChanges changes, Streams streams) {
        this.changes = changes;
        this.streams = streams;
    }

    /** Tells {@code listener} from now on; false where there are too many already. */
    synchronized boolean add(LiveListener listener) {
        if (isClosed || listeners.size() >= MOST_LISTENERS) {
            return false;
        }
        listeners.add(listener);
        if (task == null) {
            task = streams.every(PAUSE, new Turns());
        }
        return true;
    }

    synchronized void remove(LiveListener listener) {
        listeners.remove(listener);
        if (listeners.isEmpty() && task != null) {
            task.cancel(false);
            task = null;
        }
    }

    private synchronized List<LiveListener> present() {
        return List.copyOf(listeners);
    }

    /** From the first listener until there is none. Of one thread at a time. */
    private final class Turns implements Runnable {

        private final long begunNanos = System.nanoTime();
        private @Nullable LiveWindow window;
        private int silent;

        @Override
        public void run() {
            present().stream().filter(LiveListener::isServerStopping).forEach(LiveListener::end);
            Payload news = ServerSent.of(fresh());
            // Who came while the database was asked is told too: nobody finds these changes again.
            List<LiveListener> present = present();
            if (news.length() > 0) {
                silent = 0;
                present.forEach(listener -> listener.tell(news));
            } else if (++silent >= TURNS_OF_SILENCE) {
                silent = 0;
                present.forEach(listener -> listener.tell(ServerSent.KEEP_ALIVE));
            }
        }

        /** Nothing while the database is away: what has changed meanwhile is told when it is back. */
        private List<LatestChange> fresh() {
            try {
                if (window == null) {
                    // What has changed since the first listener came is new to him, however long the database took to
                    // answer.
                    window = new LiveWindow(changes.now().minusNanos(System.nanoTime() - begunNanos));
                }
                return fresh(window);
            } catch (StoreUnavailableException e) {
                log.atDebug().setCause(e).log("Live values wait for the database");
                return List.of();
            }
        }

        private List<LatestChange> fresh(LiveWindow known) throws StoreUnavailableException {
            var fresh = new ArrayList<LatestChange>();
            Instant from = known.from();
            for (int i = 0; i < MOST_QUESTIONS; i++) {
                List<LatestChange> some = changes.after(from);
                fresh.addAll(known.fresh(some));
                if (some.size() < LatestChanges.MOST) {
                    break;
                }
                from = some.get(some.size() - 1).changedAt();
            }
            return fresh;
        }
    }

    /** Ends every stream. May be called twice. */
    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
        }
        present().forEach(LiveListener::end);
    }
}
