package org.airlog.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RhythmTest {

    @Test
    void isDueAsOftenAsItWasTold() {
        var rhythm = new Rhythm(1_000, 4);
        for (int count = 0; count < 10; count++) {
            assertThat(rhythm.dueAt()).isEqualTo(1_000 + count * 250_000_000L);
            rhythm.next();
        }
    }

    @Test
    void doesNotDriftWhereARateDividesNoSecond() {
        var rhythm = new Rhythm(0, 30_000);
        for (int count = 0; count < 30_000 * 60; count++) {
            rhythm.next();
        }
        assertThat(rhythm.dueAt()).isBetween(60_000_000_000L - 1, 60_000_000_000L + 1);
    }

    @Test
    void isNoneWithoutARate() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Rhythm(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rhythm(0, Double.NaN));
    }
}
