package org.airlog.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PassSizeTest {

    private final PassSize size = new PassSize();
    private final int first = size.hours();

    @Test
    void quickPassesGrowToTheLargest() {
        for (int pass = 0; pass < 20; pass++) {
            size.took(Duration.ofMillis(20));
        }

        assertThat(size.hours()).isEqualTo(PassSize.LARGEST);
    }

    @Test
    void slowPassesShrinkToOneHour() {
        for (int pass = 0; pass < 20; pass++) {
            size.took(Duration.ofSeconds(2));
        }

        assertThat(size.hours()).isEqualTo(1);
    }

    @Test
    void whatTakesAsLongAsItMayStaysAsItIs() {
        size.took(Duration.ofMillis(200));

        assertThat(size.hours()).isEqualTo(first);
    }

    @Test
    void aPassThatFailedIsTriedWithFewer() {
        size.shrink();

        assertThat(size.hours()).isEqualTo(first / 2);
    }
}
