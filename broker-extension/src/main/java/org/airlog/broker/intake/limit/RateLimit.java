package org.airlog.broker.intake.limit;

import java.util.random.RandomGenerator;
import org.airlog.configuration.Rate;
import org.jspecify.annotations.Nullable;

/**
 * One {@link Rate} for each of any number of keys: a leaky bucket, kept as the moment at which it is empty again (the
 * generic cell rate algorithm, ITU-T I.371).
 *
 * <p>More than a whole burst at once fits when nothing is owed, and is owed in full: a limit makes wait and never
 * forbids for good. Memory is bounded, see {@link DebtTable}. All times are in nanoseconds of one monotonic clock.
 * Thread-safe; between a look and a {@link #charge} others may charge, which is owed like everything else.
 *
 * <p>Another rate is another limit, made by {@link #changed}: each key owes it as many as it owed this one, or the new burst
 * where that is less; what it owes beyond the burst stays owed. Who still counts by this one is counted by that one too.
 */
public final class RateLimit {

    /** 292 years, and room to add to it. */
    private static final long LONGEST = Long.MAX_VALUE / 4;

    private final Rate rate;
    private final long nanosEach;
    private final long burstNanos;
    private final long periodNanos;
    private final DebtTable table;
    private volatile @Nullable RateLimit heir;

    /** {@code places} is a power of two: how many keys can owe something at once. */
    public RateLimit(Rate rate, int places, RandomGenerator random) {
        this(rate, new DebtTable(places, random));
    }

    private RateLimit(Rate rate, DebtTable table) {
        this.rate = rate;
        this.periodNanos = rate.period().toNanos();
        this.nanosEach = Math.max(1, periodNanos / rate.amount());
        this.burstNanos = nanos(rate.burst());
        this.table = table;
    }

    /** The limit that takes over when the rate becomes {@code next} at {@code now}; this one, where that is the same. */
    RateLimit changed(Rate next, long now) {
        if (next.equals(rate)) {
            return this;
        }
        var taking = new RateLimit(next, table.alike());
        // First: what is charged here from now on is charged there, or is still to be copied.
        heir = taking;
        taking.table.inherit(table, due -> due <= now ? due : taking.due(this, due - now, now));
        return taking;
    }

    /** Takes one of {@code address} if it fits; tells whether it did. */
    public boolean take(ClientAddress address, long now) {
        Key key = address.key();
        boolean fits = nanosToWait(key, 1, now) == 0;
        if (fits) {
            charge(key, 1, now);
        }
        return fits;
    }

    /** How long until {@code amount} fits; 0 = now. */
    long nanosToWait(Key key, long amount, long now) {
        return nanosToWait(table.due(key), amount, now);
    }

    /** The same; a key that is not known owes nothing, however many are known. */
    long nanosToWaitWhereKnown(Key key, long amount, long now) {
        return nanosToWait(table.knownDue(key), amount, now);
    }

    /** {@code key} has taken {@code amount}, whether it fitted or not. */
    void charge(Key key, long amount, long now) {
        table.update(key, due -> saturated(Math.max(due, now), nanos(amount)));
        RateLimit taking = heir;
        if (taking != null) {
            taking.charge(key, amount, now);
        }
    }

    /** The same; who has used up what there was waits a whole period, after which one fits. */
    void chargeAndPunish(Key key, long amount, long now) {
        table.update(key, due -> {
            long charged = saturated(Math.max(due, now), nanos(amount));
            return nanosToWait(charged, 1, now) == 0
                    ? charged
                    : Math.max(charged, saturated(now, burstNanos - nanosEach + periodNanos));
        });
        RateLimit taking = heir;
        if (taking != null) {
            taking.chargeAndPunish(key, amount, now);
        }
    }

    /** What {@code key} owes. */
    long nanosOwed(Key key, long now) {
        return owed(table.due(key), now);
    }

    /** How many keys owe anything. */
    int size(long now) {
        return table.size(now);
    }

    /** Until when is owed here what {@code former} has counted as {@code owed} nanoseconds. */
    private long due(RateLimit former, long owed, long now) {
        double within = (double) Math.min(owed, former.burstNanos) / former.nanosEach;
        double beyond = (double) Math.max(0, owed - former.burstNanos) / former.nanosEach;
        double count = Math.min(within, (double) rate.burst()) + beyond;
        return saturated(now, Math.min(LONGEST, (long) (count * nanosEach)));
    }

    private long nanosToWait(long due, long amount, long now) {
        return Math.max(0, owed(due, now) + Math.min(nanos(amount), burstNanos) - burstNanos);
    }

    private static long owed(long due, long now) {
        return due > now ? due - now : 0;
    }

    private long nanos(long amount) {
        return amount > LONGEST / nanosEach ? LONGEST : amount * nanosEach;
    }

    private static long saturated(long moment, long nanos) {
        return moment > Long.MAX_VALUE - nanos ? Long.MAX_VALUE : moment + nanos;
    }
}
