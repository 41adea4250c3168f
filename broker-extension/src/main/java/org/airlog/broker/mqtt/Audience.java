package org.airlog.broker.mqtt;

import com.hivemq.extension.sdk.api.services.subscription.SubscriptionStore;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether anybody may have subscribed to readings: where it is known that nobody has, they need not be written anew, and
 * HiveMQ need not look for whom they are.
 *
 * <p>"Perhaps" at first and after every doubt. "Nobody" only once a look through all subscriptions, those of clients that are
 * away among them, has found none, and that look began {@value #SETTLING_SECONDS} s or more after the last subscription
 * that was allowed: HiveMQ keeps a subscription only after it has been allowed, and a look that overtook it would miss
 * it. {@link SecondLock} tells of each one before it allows it, hence before its SUBACK. What another extension allows or
 * adds by itself is found by the next look.
 *
 * <p>Looks once a minute, on a thread of its own. Thread-safe.
 */
final class Audience implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Audience.class);

    static final int SETTLING_SECONDS = 30;
    private static final int SECONDS_BETWEEN_LOOKS = 60;

    private final SubscriptionStore subscriptions;
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService looks;
    private volatile boolean mayListen = true;
    private long subscribedAt;

    Audience(SubscriptionStore subscriptions) {
        this(subscriptions, System::nanoTime);
    }

    Audience(SubscriptionStore subscriptions, LongSupplier nanoTime) {
        this.subscriptions = subscriptions;
        this.nanoTime = nanoTime;
        this.subscribedAt =
                nanoTime.getAsLong() - Duration.ofSeconds(SETTLING_SECONDS).toNanos();
        this.looks = Executors.newSingleThreadScheduledExecutor(work -> {
            var thread = new Thread(work, "airlog-audience");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Looks at once, and then every minute. */
    void start() {
        var unused = looks.scheduleWithFixedDelay(this::look, 0, SECONDS_BETWEEN_LOOKS, TimeUnit.SECONDS);
    }

    /** False only where nobody can have subscribed to any sensor's readings. */
    boolean mayListen() {
        return mayListen;
    }

    /** A subscription to {@code filter} is about to be allowed. */
    void subscribes(String filter) {
        if (Subscriptions.mayBeOfReadings(filter)) {
            synchronized (this) {
                subscribedAt = nanoTime.getAsLong();
                mayListen = true;
            }
        }
    }

    /** Looks through all subscriptions that there are. */
    void look() {
        long from = nanoTime.getAsLong();
        var found = new AtomicBoolean();
        try {
            var unused = subscriptions
                    .iterateAllSubscriptions((context, client) -> {
                        for (var subscription : client.getSubscriptions()) {
                            if (Subscriptions.mayBeOfReadings(subscription.getTopicFilter())) {
                                found.set(true);
                                context.abortIteration();
                            }
                        }
                    })
                    .whenComplete((done, failure) -> {
                        if (failure != null) {
                            LOG.debug("The subscriptions could not be looked through", failure);
                        }
                        hasLooked(from, failure != null || found.get());
                    });
        } catch (RuntimeException failure) {
            LOG.debug("The subscriptions could not be looked through", failure);
            hasLooked(from, true);
        }
    }

    private synchronized void hasLooked(long from, boolean mayHaveFound) {
        boolean isSettled =
                from - subscribedAt >= Duration.ofSeconds(SETTLING_SECONDS).toNanos();
        if (mayHaveFound || isSettled) {
            mayListen = mayHaveFound;
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
