package org.airlog.ingest;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.airlog.ingest.management.BookMeters;
import org.airlog.ingest.timescale.Books;
import org.airlog.ingest.timescale.DatabaseAddress;
import org.airlog.ingest.timescale.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the books of all time, of all consumers: their sums are read twice a minute, on a thread of its own, by each consumer.
 * What fails changes nothing but that the figures are those from before.
 */
final class BooksJob implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BooksJob.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final DatabaseAddress database;
    private final BookMeters meters;
    private final CountDownLatch stop = new CountDownLatch(1);
    private @Nullable Thread thread;

    BooksJob(DatabaseAddress database, BookMeters meters) {
        this.database = database;
        this.meters = meters;
    }

    /** Begins, once. */
    synchronized void start() {
        thread = new Thread(this::run, "airlog-books");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try {
            while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = PAUSE;
                try {
                    meters.read(Books.read(database));
                } catch (StoreUnavailableException e) {
                    log.atDebug().setCause(e).log("the books cannot be read now");
                } catch (RuntimeException e) {
                    log.atError().setCause(e).log("the books cannot be read");
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets no other look begin; one under way ends by itself. May be called twice. */
    @Override
    public synchronized void close() {
        stop.countDown();
    }
}
