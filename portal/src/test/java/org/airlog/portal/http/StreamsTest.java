package org.airlog.portal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StreamsTest {

    @Test
    void endsTheConnectionOfWhoTakesAPartTooSlowly() throws Exception {
        var ended = new CountDownLatch(1);
        try (var streams = new Streams(Duration.ofMillis(20), Duration.ofMillis(5))) {
            streams.start();

            streams.write(ended::countDown, () -> assertThat(waited(ended)).isTrue());
        }
    }

    @Test
    void leavesThoseAloneWhoHaveTakenTheirs() throws Exception {
        var ended = new CountDownLatch(1);
        var turns = new CountDownLatch(20);
        try (var streams = new Streams(Duration.ofMillis(20), Duration.ofMillis(5))) {
            streams.start();
            streams.write(ended::countDown, () -> {});

            var unused = streams.every(Duration.ofMillis(5), turns::countDown);

            assertThat(turns.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(ended.getCount()).isEqualTo(1);
        }
    }

    private static boolean waited(CountDownLatch ended) {
        try {
            return ended.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
