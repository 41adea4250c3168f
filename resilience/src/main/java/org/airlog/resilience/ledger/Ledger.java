package org.airlog.resilience.ledger;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.airlog.observation.Suid;

/**
 * The accounts of all devices, and what was said how often.
 *
 * <p>Every entry is also appended to {@link Log}, before the account changes. Thread-safe.
 */
public final class Ledger {

    private final Log log;
    private final List<Book> books = new ArrayList<>();
    private final Map<Entry, LongAdder> publishes = new EnumMap<>(Entry.class);
    private final Map<String, Long> answers = new TreeMap<>();
    private final List<Watch> watches = new CopyOnWriteArrayList<>();

    /** Writes every entry to {@code log} too. */
    public Ledger(Log log) {
        this.log = log;
        for (Entry entry : Entry.values()) {
            publishes.put(entry, new LongAdder());
        }
    }

    /** What happens to a publish at the side of its device. */
    public enum Entry {
        SENT,
        ACKNOWLEDGED,
        REFUSED,
        UNANSWERED
    }

    /** Where entries are kept. Called by many threads. */
    @FunctionalInterface
    public interface Log {

        /** Appends one entry on {@code count} numbers of {@code book} from {@code from} on. */
        void append(Entry entry, Book book, int from, int count, String detail);
    }

    private record Watch(Predicate<Route> routes, CompletableFuture<Long> seen) {}

    /** Opens the account of a device. */
    public Book open(Suid suid, Route route, Series series) {
        var book = new Book(suid, route, series);
        synchronized (books) {
            books.add(book);
        }
        return book;
    }

    /** All accounts, in the order in which they were opened. */
    public List<Book> books() {
        synchronized (books) {
            return List.copyOf(books);
        }
    }

    /** A publish leaves its device. */
    public void sent(Book book, int from, int count) {
        note(Entry.SENT, book, from, count, "");
        book.sent(from, count);
    }

    /** A publish was acknowledged. */
    public void acknowledged(Book book, int from, int count) {
        note(Entry.ACKNOWLEDGED, book, from, count, "");
        book.acknowledged(from, count);
        watches.removeIf(
                watch -> watch.routes().test(book.route()) && watch.seen().complete(System.nanoTime()));
    }

    /** A publish was refused for good. */
    public void refused(Book book, int from, int count, String reason) {
        note(Entry.REFUSED, book, from, count, reason);
        book.refused(from, count);
    }

    /** A publish had no answer that settles it; {@code why} in few, recurring words. */
    public void unanswered(Book book, int from, int count, String why) {
        note(Entry.UNANSWERED, book, from, count, why);
        book.unanswered(from, count);
    }

    /** Completes with {@link System#nanoTime} of the next acknowledgement that comes by one of {@code routes}. */
    public CompletableFuture<Long> nextAcknowledgement(Predicate<Route> routes) {
        var watch = new Watch(routes, new CompletableFuture<>());
        watches.add(watch);
        return watch.seen();
    }

    /** Publishes so far, resends included. */
    public long publishes(Entry entry) {
        LongAdder count = publishes.get(entry);
        return count == null ? 0 : count.sum();
    }

    /** How many observations stand so. */
    public long observations(Standing standing) {
        return books().stream().mapToLong(book -> book.count(standing)).sum();
    }

    /** What publishes were told that were not acknowledged, and how often. */
    public Map<String, Long> answers() {
        synchronized (answers) {
            return new TreeMap<>(answers);
        }
    }

    private void note(Entry entry, Book book, int from, int count, String detail) {
        log.append(entry, book, from, count, detail);
        LongAdder adder = publishes.get(entry);
        if (adder != null) {
            adder.increment();
        }
        if (!detail.isEmpty()) {
            synchronized (answers) {
                answers.merge(detail, 1L, Long::sum);
            }
        }
    }
}
