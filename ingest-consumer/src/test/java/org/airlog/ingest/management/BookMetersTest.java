package org.airlog.ingest.management;

import static org.assertj.core.api.Assertions.assertThat;

import org.airlog.ingest.batch.Tally;
import org.airlog.management.ProcessMeters;
import org.junit.jupiter.api.Test;

class BookMetersTest {

    private final ProcessMeters shown = ProcessMeters.of("consumer");
    private final BookMeters meters = new BookMeters(shown.registry());

    @Test
    void showsNoNumberBeforeTheBooksHaveBeenRead() {
        assertThat(shown.scrape()).contains("airlog_ingest_books_observations{outcome=\"accepted\"} NaN");
    }

    @Test
    void showsTheSumsAsTheyWereRead() {
        meters.read(new Tally(6, 3, 2, 1, 4));

        assertThat(shown.scrape())
                .contains("airlog_ingest_books_observations{outcome=\"accepted\"} 6.0")
                .contains("airlog_ingest_books_observations{outcome=\"inserted\"} 3.0")
                .contains("airlog_ingest_books_observations{outcome=\"merged\"} 2.0")
                .contains("airlog_ingest_books_observations{outcome=\"parked\"} 1.0")
                .contains("airlog_ingest_books_observations{outcome=\"replayed\"} 4.0");
    }
}
