package org.airlog.resilience.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.airlog.observation.Suid;
import org.junit.jupiter.api.Test;

class BookTest {

    private final Book book = new Book(
            new Suid(new UUID(0, 1)),
            Route.HTTP,
            new Series(1, 0, Instant.parse("2026-01-01T00:00:00Z"), Duration.ofSeconds(1)));

    @Test
    void knowsNothingOfWhatNeverLeftTheDevice() {
        book.sent(0, 2);

        assertThat(book.standing(1)).isEqualTo(Standing.SENT);
        assertThat(book.standing(2)).isEqualTo(Standing.NEVER_SENT);
        assertThat(book.standing(-1)).isEqualTo(Standing.NEVER_SENT);
        assertThat(book.end()).isEqualTo(2);
    }

    @Test
    void neverTakesAnAcknowledgementBack() {
        book.sent(0, 1);
        book.acknowledged(0, 1);

        book.sent(0, 1);
        book.unanswered(0, 1);
        book.refused(0, 1);

        assertThat(book.standing(0)).isEqualTo(Standing.ACKNOWLEDGED);
    }

    @Test
    void keepsTheDoubtWhenASecondAttemptIsRefused() {
        book.sent(0, 1);
        book.unanswered(0, 1);

        book.sent(0, 1);
        book.refused(0, 1);

        assertThat(book.standing(0)).isEqualTo(Standing.DOUBTFUL);
    }

    @Test
    void growsWithItsNumbers() {
        book.sent(1_000, 500);
        book.acknowledged(1_499, 1);

        assertThat(book.count(Standing.SENT)).isEqualTo(499);
        assertThat(book.count(Standing.ACKNOWLEDGED)).isEqualTo(1);
        assertThat(book.standing(999)).isEqualTo(Standing.NEVER_SENT);
    }
}
