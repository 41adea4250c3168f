package org.airlog.resilience.check;

import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.airlog.observation.Suid;
import org.airlog.resilience.ledger.Book;
import org.airlog.resilience.ledger.Series;
import org.airlog.resilience.ledger.Standing;

/**
 * Compares what devices were told with what is found. It is told every row of the table ({@link #row}) and every number
 * of the log in the order of its partition ({@link #logged}); then {@link #findings} says what is wrong.
 *
 * <p>What is promised of order: a device that sends one publish at a time finds each acknowledged number in the log before
 * every later number of its own. Copies behind the first (a publish that was sent again) do not count, nor do numbers that
 * a device gave up without an answer. Not thread-safe; the ledger must have come to rest.
 */
public final class Audit {

    private final Map<Suid, Page> pages = new HashMap<>();
    private final Findings findings = new Findings();
    private long rows;

    /** Audits these accounts. */
    public Audit(List<Book> books) {
        books.forEach(book -> pages.put(book.suid(), new Page(book)));
    }

    /** What was found of one device. */
    private static final class Page {

        private final Book book;
        private final BitSet stored = new BitSet();
        private final BitSet logged = new BitSet();

        Page(Book book) {
            this.book = book;
        }
    }

    /** Tells a row of the table that belongs to {@code suid}. */
    public void row(Suid suid, StoredRow row) {
        rows++;
        Page page = pages.get(suid);
        if (page == null) {
            findings.add(Finding.Kind.NEVER_SENT, "a row of the unknown " + suid + ": " + row);
            return;
        }
        Series series = page.book.series();
        OptionalInt number = series.numberAt(row.time());
        if (number.isEmpty() || page.book.standing(number.getAsInt()) == Standing.NEVER_SENT) {
            findings.add(Finding.Kind.NEVER_SENT, suid + " " + row);
            return;
        }
        stored(page, number.getAsInt(), row);
    }

    private void stored(Page page, int number, StoredRow row) {
        Series series = page.book.series();
        boolean isAsSent = Objects.equals(row.number(), (double) number)
                && Objects.equals(row.pm10(), series.pm10(number))
                && Objects.equals(row.temp(), series.temp(number));
        if (!isAsSent) {
            findings.add(
                    Finding.Kind.CHANGED,
                    name(page, number) + " was sent with " + series.pm10(number) + " and " + series.temp(number)
                            + ", stored is " + row);
        }
        if (page.stored.get(number)) {
            findings.add(Finding.Kind.STORED_TWICE, name(page, number));
        }
        page.stored.set(number);
        if (page.book.standing(number) == Standing.REFUSED) {
            findings.add(Finding.Kind.REFUSED_YET_STORED, name(page, number));
        }
    }

    /** Tells an observation of the log, in the order of its partition. */
    public void logged(Suid suid, Instant time) {
        Page page = pages.get(suid);
        OptionalInt number =
                page == null ? OptionalInt.empty() : page.book.series().numberAt(time);
        if (page == null || number.isEmpty()) {
            findings.add(Finding.Kind.NEVER_SENT, "in the log: " + suid + " " + time);
            return;
        }
        int first = number.getAsInt();
        Standing standing = page.book.standing(first);
        if (standing == Standing.NEVER_SENT) {
            findings.add(Finding.Kind.NEVER_SENT, "in the log: " + name(page, first));
        }
        if (page.logged.get(first)) {
            return;
        }
        if (standing == Standing.ACKNOWLEDGED && page.logged.length() - 1 > first) {
            findings.add(
                    Finding.Kind.OUT_OF_ORDER, name(page, first) + " lies behind number " + (page.logged.length() - 1));
        }
        page.logged.set(first);
    }

    /** Tells an equation of counters; {@code parts} add up to {@code whole}. */
    public void balance(String name, long whole, Map<String, Long> parts) {
        long sum = parts.values().stream().mapToLong(Long::longValue).sum();
        if (sum != whole) {
            findings.add(Finding.Kind.UNBALANCED, name + ": " + whole + " is not the sum of " + parts);
        }
    }

    /** How many rows it was told. */
    public long rows() {
        return rows;
    }

    /** All that is wrong, with what is missing in the table. */
    public Findings findings() {
        var all = new Findings();
        all.addAll(findings);
        for (Page page : pages.values()) {
            for (int number = 0; number < page.book.end(); number++) {
                Standing standing = page.book.standing(number);
                if (standing == Standing.ACKNOWLEDGED && !page.stored.get(number)) {
                    all.add(
                            Finding.Kind.LOST,
                            name(page, number) + (page.logged.get(number) ? ", which is in the log" : ""));
                } else if (standing == Standing.REFUSED) {
                    all.add(Finding.Kind.WRONGLY_REFUSED, name(page, number));
                }
            }
        }
        return all;
    }

    private static String name(Page page, int number) {
        Book book = page.book;
        return "number " + number + " of " + book.suid() + " (" + book.route() + ", " + book.standing(number) + ", "
                + book.series().time(number) + ")";
    }
}
