package org.airlog.broker.intake.limit;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Until when each key has used up what it took: a moment a key, on the monotonic clock, in a table that never grows.
 *
 * <p>A key whose moment has passed owes nothing and needs no place. So a place is held only by who keeps using it up, and
 * what happens when all are held is decided for two attackers: one who comes under many keys to have a limit forgotten, and
 * one who does so to lock others out. A key that finds no place takes over that of the key that owes least, <em>with its
 * debt</em> (Metwally and others, "Space-Saving", 2005, applied to debts). So no key is ever taken to owe less than it does:
 * nothing is gained by coming back later under pressure. And a newcomer is taken to owe what the least user of {@value
 * #WAYS} owes: to lock newcomers out, all places have to be kept at their limit at once, which takes as many times one
 * key's rate as there are places.
 *
 * <p>16 bytes a place; a key is its keyed hash, two of which are the same once in 10<sup>9</sup> full tables. Thread-safe.
 */
final class DebtTable {

    /** Places that a key can have. */
    static final int WAYS = 8;

    private static final int LOCKS = 64;
    private static final long NO_DEBT = Long.MIN_VALUE;

    private final KeyHash hash;
    private final int sets;
    private final long[] keys;
    private final long[] dues;
    private final Object[] locks;

    /** {@code places} is a power of two and at least {@value #WAYS}. */
    DebtTable(int places, RandomGenerator random) {
        this(places, new KeyHash(random));
    }

    private DebtTable(int places, KeyHash hash) {
        if (Integer.bitCount(places) != 1 || places < WAYS) {
            throw new IllegalArgumentException("a power of two is expected, not " + places);
        }
        this.hash = hash;
        this.sets = places / WAYS;
        this.keys = new long[places];
        this.dues = new long[places];
        Arrays.fill(dues, NO_DEBT);
        this.locks = new Object[Math.min(LOCKS, sets)];
        Arrays.setAll(locks, n -> new Object());
    }

    /** An empty one in which a key has the places that it has in this one. */
    DebtTable alike() {
        return new DebtTable(keys.length, hash);
    }

    /** Takes over what is in {@code former}, which is {@link #alike}, each moment as {@code change} makes it. */
    void inherit(DebtTable former, LongUnaryOperator change) {
        for (int first = 0; first < dues.length; first += WAYS) {
            synchronized (former.lock(first)) {
                synchronized (lock(first)) {
                    for (int place = first; place < first + WAYS; place++) {
                        keys[place] = former.keys[place];
                        long due = former.dues[place];
                        dues[place] = due == NO_DEBT ? NO_DEBT : change.applyAsLong(due);
                    }
                }
            }
        }
    }

    /** The moment of {@code key}; where it has no place, that of the one it would take over. */
    long due(Key key) {
        long hashed = hash.of(key);
        int first = first(hashed);
        synchronized (lock(first)) {
            return dues[place(first, hashed)];
        }
    }

    /** The moment of {@code key}; one that has long passed where it has no place. */
    long knownDue(Key key) {
        long hashed = hash.of(key);
        int first = first(hashed);
        synchronized (lock(first)) {
            int place = place(first, hashed);
            return keys[place] == hashed ? dues[place] : NO_DEBT;
        }
    }

    /** Gives {@code key} the moment that {@code change} makes of its {@link #due}, which must not be an earlier one. */
    void update(Key key, LongUnaryOperator change) {
        long hashed = hash.of(key);
        int first = first(hashed);
        synchronized (lock(first)) {
            int place = place(first, hashed);
            dues[place] = change.applyAsLong(dues[place]);
            keys[place] = hashed;
        }
    }

    /** How many keys owe anything at {@code nanos}. */
    int size(long nanos) {
        int size = 0;
        for (int first = 0; first < dues.length; first += WAYS) {
            synchronized (lock(first)) {
                for (int place = first; place < first + WAYS; place++) {
                    size += dues[place] > nanos ? 1 : 0;
                }
            }
        }
        return size;
    }

    private int first(long hashed) {
        return (int) (hashed & (sets - 1)) * WAYS;
    }

    private Object lock(int first) {
        return locks[first / WAYS % locks.length];
    }

    /** Its own, or that of the least user. */
    private int place(int first, long hashed) {
        int least = first;
        for (int place = first; place < first + WAYS; place++) {
            if (keys[place] == hashed) {
                return place;
            }
            if (dues[place] < dues[least]) {
                least = place;
            }
        }
        return least;
    }
}
