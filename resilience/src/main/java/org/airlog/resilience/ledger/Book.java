package org.airlog.resilience.ledger;

import java.util.Arrays;
import org.airlog.observation.Suid;

/**
 * The account of one device: the {@link Standing} of each of its numbers. An acknowledgement is never taken back, and a
 * doubt is only ever settled by one. Thread-safe.
 */
public final class Book {

    private static final int INITIAL_CAPACITY = 256;
    private static final Standing[] STANDINGS = Standing.values();

    private final Suid suid;
    private final Route route;
    private final Series series;
    private byte[] standings = new byte[INITIAL_CAPACITY];
    private int end;

    /** An empty account of the device that is {@code suid}, and observes {@code series}. */
    public Book(Suid suid, Route route, Series series) {
        this.suid = suid;
        this.route = route;
        this.series = series;
    }

    public Suid suid() {
        return suid;
    }

    public Route route() {
        return route;
    }

    public Series series() {
        return series;
    }

    /** {@code count} numbers from {@code from} on leave the device, for the first time or again. */
    public synchronized void sent(int from, int count) {
        if (from + count > standings.length) {
            standings = Arrays.copyOf(standings, Math.max(2 * standings.length, from + count));
        }
        end = Math.max(end, from + count);
        for (int number = from; number < from + count; number++) {
            if (standing(number) == Standing.NEVER_SENT) {
                set(number, Standing.SENT);
            }
        }
    }

    /** They were acknowledged. */
    public synchronized void acknowledged(int from, int count) {
        for (int number = from; number < from + count; number++) {
            set(number, Standing.ACKNOWLEDGED);
        }
    }

    /** They were refused for good; who was sent before without an answer may be stored all the same. */
    public synchronized void refused(int from, int count) {
        settle(from, count, Standing.REFUSED);
    }

    /** No answer came, or one that says that they may come again. */
    public synchronized void unanswered(int from, int count) {
        settle(from, count, Standing.DOUBTFUL);
    }

    /** What is known of {@code number}. */
    public synchronized Standing standing(int number) {
        return number < 0 || number >= end ? Standing.NEVER_SENT : STANDINGS[standings[number]];
    }

    /** The number behind the highest that was sent. */
    public synchronized int end() {
        return end;
    }

    /** How many numbers stand so. */
    public synchronized int count(Standing standing) {
        int count = 0;
        for (int number = 0; number < end; number++) {
            if (standing(number) == standing) {
                count++;
            }
        }
        return count;
    }

    private void settle(int from, int count, Standing standing) {
        for (int number = from; number < from + count; number++) {
            if (standing(number) == Standing.SENT) {
                set(number, standing);
            }
        }
    }

    @SuppressWarnings("EnumOrdinal") // of an enum beside this class, never written anywhere
    private void set(int number, Standing standing) {
        standings[number] = (byte) standing.ordinal();
    }
}
