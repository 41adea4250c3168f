package org.airlog.portal.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveWindowTest {

    private static final Instant START = Instant.parse("2024-05-31T06:00:00Z");
    private static final ReadingKind PM = new ReadingKind("PM2_5", "pm2_5", "µg/m³", "", true);

    private final LiveWindow window = new LiveWindow(START);

    @Test
    void tellsAChangeOnceHoweverOftenItIsSeen() {
        var change = change("a", 1);

        assertThat(window.fresh(List.of(change))).containsExactly(change);
        assertThat(window.fresh(List.of(change))).isEmpty();
    }

    @Test
    void tellsWhatBecomesVisibleBehindALaterOne() {
        var later = change("b", 2);
        var late = change("a", 1);
        var unused = window.fresh(List.of(later));

        assertThat(window.from()).isBefore(late.changedAt());
        assertThat(window.fresh(List.of(late, later))).containsExactly(late);
    }

    @Test
    void tellsTheNextChangeOfTheSameReading() {
        var unused = window.fresh(List.of(change("a", 1)));

        assertThat(window.fresh(List.of(change("a", 2)))).hasSize(1);
    }

    @Test
    void movesForwardOnly() {
        var unused = window.fresh(List.of(change("a", 100)));
        Instant from = window.from();

        assertThat(window.fresh(List.of(change("b", 99)))).hasSize(1);
        assertThat(window.from()).isEqualTo(from);
    }

    private static LatestChange change(String sensor, int second) {
        return new LatestChange(sensor, START.plusSeconds(second), new LatestReading(PM, START, 0, 1));
    }
}
