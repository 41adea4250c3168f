package org.airlog.resilience.load;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.airlog.observation.Payload;
import org.airlog.resilience.ledger.Book;
import org.airlog.resilience.ledger.Ledger;
import org.airlog.resilience.ledger.Series;

/**
 * A device: it observes by the clock, whatever is answered, and sends one publish at a time.
 *
 * <p>With a buffer it keeps what is not settled, sends the same publish again after a growing pause, and then up to 20
 * waiting observations in one. Only when 5,000 wait, the oldest are never sent. Without a buffer it tries each observation
 * once, and what it observes meanwhile is never sent.
 */
public final class Device implements Client {

    private static final int BUFFER = 5_000;
    private static final int LARGEST_BATCH = 20;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final int LONGEST_PAUSE_DOUBLINGS = 5;

    private final Sensor sensor;
    private final boolean hasBuffer;
    private final Uplink uplink;
    private final Book book;
    private final Ledger ledger;
    private final SplittableRandom random;

    /** A device that publishes as {@code sensor} through {@code uplink}, which it closes, and keeps {@code book}. */
    public Device(Sensor sensor, boolean hasBuffer, Uplink uplink, Book book, Ledger ledger) {
        this.sensor = sensor;
        this.hasBuffer = hasBuffer;
        this.uplink = uplink;
        this.book = book;
        this.ledger = ledger;
        this.random = new SplittableRandom(book.series().seed() + book.series().device());
    }

    @Override
    public void run(Session session) throws InterruptedException {
        Series series = book.series();
        int next = 0;
        try (uplink) {
            while (!session.isHalted()) {
                int due = series.due(session.horizon());
                if (next >= due) {
                    if (session.isOver()) {
                        return;
                    }
                    session.pause(
                            Duration.between(Instant.now(), series.time(next)).plusMillis(1));
                    continue;
                }
                next = Math.max(next, due - (hasBuffer ? BUFFER : 1));
                int count = Math.min(due - next, LARGEST_BATCH);
                deliver(session, next, count);
                next += count;
            }
        }
    }

    private void deliver(Session session, int from, int count) throws InterruptedException {
        Publish publish = sensor.signed(Payload.ofText(book.series().json(from, count)));
        for (int attempt = 0; !session.isHalted(); attempt++) {
            ledger.sent(book, from, count);
            Reply reply = uplink.publish(publish);
            if (reply instanceof Reply.Accepted) {
                ledger.acknowledged(book, from, count);
                return;
            }
            if (reply instanceof Reply.Refused refused) {
                ledger.refused(book, from, count, refused.reason());
                return;
            }
            if (reply instanceof Reply.Open open) {
                ledger.unanswered(book, from, count, open.why());
            }
            if (!hasBuffer) {
                session.pause(FIRST_PAUSE);
                return;
            }
            session.pause(pause(attempt));
        }
    }

    /** Doubles from 0.1 s to 3.2 s, half of it drawn. */
    private Duration pause(int attempt) {
        long longest = FIRST_PAUSE.toMillis() << Math.min(attempt, LONGEST_PAUSE_DOUBLINGS);
        return Duration.ofMillis(random.nextLong(longest / 2, longest + 1));
    }
}
