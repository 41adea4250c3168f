package org.airlog.resilience.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.airlog.observation.Suid;
import org.airlog.resilience.ledger.Book;
import org.airlog.resilience.ledger.Route;
import org.airlog.resilience.ledger.Series;
import org.junit.jupiter.api.Test;

/** The check must be able to fail: each promise broken in one place. */
class AuditTest {

    private static final Suid SUID = new Suid(new UUID(4, 2));
    private static final Series SERIES = new Series(1, 0, Instant.parse("2026-01-01T00:00:00Z"), Duration.ofSeconds(1));

    private final Book book = new Book(SUID, Route.MQTT_5, SERIES);
    private final Audit audit = new Audit(List.of(book));

    @Test
    void findsNothingWhereEveryAcknowledgedNumberIsStored() {
        acknowledge(0, 3);
        store(0, 1, 2);
        log(0, 1, 2);

        assertThat(audit.findings().isEmpty()).as(audit.findings().toString()).isTrue();
        assertThat(audit.rows()).isEqualTo(3);
    }

    @Test
    void findsAnAcknowledgedNumberThatIsNotStored() {
        acknowledge(0, 3);
        store(0, 2);

        assertThat(audit.findings().count(Finding.Kind.LOST)).isEqualTo(1);
        assertThat(audit.findings().toString()).contains("LOST: number 1 of " + SUID);
    }

    @Test
    void findsANumberThatIsStoredTwice() {
        acknowledge(0, 2);
        store(0, 1, 1);

        assertThat(audit.findings().count(Finding.Kind.STORED_TWICE)).isEqualTo(1);
    }

    @Test
    void findsARowThatNobodyEverSent() {
        acknowledge(0, 1);
        store(0, 1);

        assertThat(audit.findings().count(Finding.Kind.NEVER_SENT)).isEqualTo(1);
    }

    @Test
    void findsARowBetweenTwoNumbers() {
        acknowledge(0, 2);
        store(0, 1);

        audit.row(SUID, new StoredRow(SERIES.time(0).plusMillis(1), 0.0, SERIES.pm10(0), SERIES.temp(0)));

        assertThat(audit.findings().count(Finding.Kind.NEVER_SENT)).isEqualTo(1);
    }

    @Test
    void findsARowOfAnUnknownSensor() {
        audit.row(new Suid(new UUID(4, 3)), asSent(0));

        assertThat(audit.findings().count(Finding.Kind.NEVER_SENT)).isEqualTo(1);
    }

    @Test
    void findsALoggedNumberThatNobodyEverSent() {
        acknowledge(0, 1);
        store(0);

        log(0, 1);

        assertThat(audit.findings().count(Finding.Kind.NEVER_SENT)).isEqualTo(1);
    }

    @Test
    void findsAValueThatIsNotTheOneSent() {
        acknowledge(0, 1);

        audit.row(SUID, new StoredRow(SERIES.time(0), 0.0, SERIES.pm10(0) + 0.01, SERIES.temp(0)));

        assertThat(audit.findings().count(Finding.Kind.CHANGED)).isEqualTo(1);
    }

    @Test
    void findsAValueThatIsMissing() {
        acknowledge(0, 1);

        audit.row(SUID, new StoredRow(SERIES.time(0), 0.0, SERIES.pm10(0), null));

        assertThat(audit.findings().count(Finding.Kind.CHANGED)).isEqualTo(1);
    }

    @Test
    void findsARefusedNumberThatIsStored() {
        book.sent(0, 1);
        book.refused(0, 1);
        store(0);

        assertThat(audit.findings().count(Finding.Kind.REFUSED_YET_STORED)).isEqualTo(1);
        assertThat(audit.findings().count(Finding.Kind.WRONGLY_REFUSED)).isEqualTo(1);
    }

    @Test
    void leavesADoubtfulNumberItsDoubt() {
        book.sent(0, 2);
        book.unanswered(0, 2);
        store(1);

        assertThat(audit.findings().isEmpty()).isTrue();
    }

    @Test
    void findsAnAcknowledgedNumberBehindALaterOne() {
        acknowledge(0, 3);
        store(0, 1, 2);

        log(0, 2, 1);

        assertThat(audit.findings().count(Finding.Kind.OUT_OF_ORDER)).isEqualTo(1);
    }

    @Test
    void allowsCopiesBehindTheFirst() {
        acknowledge(0, 3);
        store(0, 1, 2);

        log(0, 1, 0, 2, 1);

        assertThat(audit.findings().isEmpty()).as(audit.findings().toString()).isTrue();
    }

    @Test
    void promisesNoOrderToANumberThatWasGivenUp() {
        book.sent(0, 1);
        book.unanswered(0, 1);
        acknowledge(1, 1);
        store(0, 1);

        log(1, 0);

        assertThat(audit.findings().isEmpty()).as(audit.findings().toString()).isTrue();
    }

    @Test
    void findsAnEquationThatDoesNotHold() {
        audit.balance("received", 10, Map.of("accepted", 8L, "refused", 1L));
        audit.balance("logged", 8, Map.of("inserted", 7L, "merged", 1L));

        assertThat(audit.findings().count(Finding.Kind.UNBALANCED)).isEqualTo(1);
    }

    @Test
    void countsAllAndKeepsTheFirst() {
        acknowledge(0, 1_000);

        assertThat(audit.findings().count(Finding.Kind.LOST)).isEqualTo(1_000);
        assertThat(audit.findings().examples()).hasSize(20);
    }

    private void acknowledge(int from, int count) {
        book.sent(from, count);
        book.acknowledged(from, count);
    }

    private void store(int... numbers) {
        for (int number : numbers) {
            audit.row(SUID, asSent(number));
        }
    }

    private void log(int... numbers) {
        for (int number : numbers) {
            audit.logged(SUID, SERIES.time(number));
        }
    }

    private static StoredRow asSent(int number) {
        return new StoredRow(SERIES.time(number), (double) number, SERIES.pm10(number), SERIES.temp(number));
    }
}
