package org.airlog.ingest;

import java.time.Duration;
import org.airlog.ingest.management.BookMeters;
import org.airlog.ingest.timescale.Books;
import org.airlog.ingest.timescale.DatabaseAddress;
import org.airlog.ingest.timescale.StoreUnavailableException;
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
    private final Rounds rounds = new Rounds("airlog-books", FIRST_PAUSE, this::round, () -> {});

    BooksJob(DatabaseAddress database, BookMeters meters) {
        this.database = database;
        this.meters = meters;
    }

    /** Begins, once. */
    void start() {
        rounds.start();
    }

    private Duration round() {
        try {
            meters.read(Books.read(database));
        } catch (StoreUnavailableException e) {
            log.atDebug().setCause(e).log("the books cannot be read now");
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("the books cannot be read");
        }
        return PAUSE;
    }

    /** Lets a look under way end, for at most 5 s. May be called twice. */
    @Override
    public void close() {
        rounds.close();
    }
}
