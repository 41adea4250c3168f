package org.airlog.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void asksOnceForAllOfASecond() {
        var recent = new Recent<>(asked::incrementAndGet, 0, Runnable::run, nanos::get);

        recent.get();
        nanos.addAndGet(Duration.ofMillis(999).toNanos());

        assertThat(recent.get()).isEqualTo(1);
    }

    @Test
    void asksAgainAfterASecond() {
        var recent = new Recent<>(asked::incrementAndGet, 0, Runnable::run, nanos::get);

        recent.get();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(recent.get()).isEqualTo(2);
    }

    @Test
    void saysWhatItKnewWhileASourceIsSlow() throws Exception {
        var isFree = new CountDownLatch(1);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            var recent = new Recent<>(() -> slowly(isFree), 7, threads, nanos::get);

            assertThat(recent.get()).isEqualTo(7);
            assertThat(recent.get()).isEqualTo(7);

            isFree.countDown();
            threads.shutdown();
            assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            assertThat(recent.get()).isEqualTo(1);
            assertThat(asked).hasValue(1);
        } finally {
            threads.shutdownNow();
        }
    }

    private int slowly(CountDownLatch isFree) {
        try {
            isFree.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return asked.incrementAndGet();
    }
}
