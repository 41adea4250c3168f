package org.airlog.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class UpTest {

    @Test
    void saysThatAStartDoesNotEndInsteadOfFailing() {
        var release = new CountDownLatch(1);
        ExecutorService starter = Executors.newSingleThreadExecutor();
        starter.execute(() -> awaitUninterruptibly(release));

        assertThat(Up.end(starter, Duration.ofMillis(10))).isFalse();

        release.countDown();
        assertThat(Up.end(starter, Duration.ofSeconds(10))).isTrue();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // As a start that cannot be broken off.
            }
        }
    }
}
