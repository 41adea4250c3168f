package org.airlog.ingest.timescale;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExpectationTest {

    private final Expectation expectation = new Expectation();

    @Test
    void rowsAreNewUntilOneIsNot() {
        assertThat(expectation.isOfNewRows()).isTrue();

        expectation.learn(true);

        assertThat(expectation.isOfNewRows()).isFalse();
    }

    @Test
    void newRowsAreExpectedAgainAfterAWhileWithoutAnyOther() {
        for (int i = 0; i < 10; i++) {
            expectation.learn(true);
        }
        for (int i = 0; i < 7; i++) {
            expectation.learn(false);
            assertThat(expectation.isOfNewRows()).isEqualTo(i == 6);
        }
    }
}
