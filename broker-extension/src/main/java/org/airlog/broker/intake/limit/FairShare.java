package org.airlog.broker.intake.limit;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.airlog.configuration.Rate;
import org.jspecify.annotations.Nullable;

/**
 * One {@link Rate} in all, of which a net may use at most an eighth of what is left.
 *
 * <p>What a net uses is counted over a period, and forgotten smoothly: it halves in 0.69 periods. So one net alone gets a
 * ninth of the burst at once; many that take all they can leave some to each that comes after them, as each of them counts
 * against a smaller rest; and who has taken nothing yet is served while anything is left. Thread-safe.
 */
final class FairShare {

    private static final double SHARE = 1.0 / 8;

    /** Of one that was taken, what is left after a while in which another may be. */
    private static final double AS_GOOD_AS_NOTHING = 0.5;

    private static final Key EVERYBODY = Key.ofAddress(-1, 0);

    private final Rate rate;
    private final RateLimit total;
    private final double nanosEach;
    private final double burst;
    private final double periodNanos;
    /** A net's moment is {@code now + period · ln(used)}: it never moves while the net uses nothing. */
    private final DebtTable nets;

    private volatile @Nullable FairShare heir;

    FairShare(Rate rate, int places, RandomGenerator random) {
        this(rate, new RateLimit(rate, DebtTable.WAYS, random), new DebtTable(places, random));
    }

    private FairShare(Rate rate, RateLimit total, DebtTable nets) {
        this.rate = rate;
        this.total = total;
        this.periodNanos = rate.period().toNanos();
        this.nanosEach = periodNanos / rate.amount();
        this.burst = rate.burst();
        this.nets = nets;
    }

    /** What takes over when the rate becomes {@code next} at {@code now}: each net has used what it had used. */
    FairShare changed(Rate next, long now) {
        if (next.equals(rate)) {
            return this;
        }
        var taking = new FairShare(next, total.changed(next, now), nets.alike());
        heir = taking;
        double stretch = taking.periodNanos / periodNanos;
        taking.nets.inherit(nets, due -> now + (long) ((due - now) * stretch));
        return taking;
    }

    /** How long until {@code net} may have one more; an empty net is nobody's, and has no share to keep to. */
    long nanosToWait(Optional<Key> net, long now) {
        long wait = total.nanosToWait(EVERYBODY, 1, now);
        return net.isEmpty() ? wait : Math.max(wait, nanosToWaitForShare(net.get(), now));
    }

    /** {@code net} has had one more. */
    void charge(Optional<Key> net, long now) {
        total.charge(EVERYBODY, 1, now);
        net.ifPresent(known -> use(known, now));
    }

    /** Also of who takes over, whose total has been charged by ours. */
    private void use(Key net, long now) {
        nets.update(net, due -> now + (long) (periodNanos * Math.log(used(due, now) + 1)));
        FairShare taking = heir;
        if (taking != null) {
            taking.use(net, now);
        }
    }

    /** How many nets have used one or more of late. */
    int size(long now) {
        return nets.size(now);
    }

    private long nanosToWaitForShare(Key net, long now) {
        double left = burst - total.nanosOwed(EVERYBODY, now) / nanosEach;
        double most = Math.max(AS_GOOD_AS_NOTHING, left * SHARE - 1);
        double used = used(nets.due(net), now);
        return used <= most ? 0 : (long) Math.ceil(periodNanos * Math.log(used / most));
    }

    private double used(long due, long now) {
        return due == Long.MIN_VALUE ? 0 : Math.exp((due - now) / periodNanos);
    }
}
