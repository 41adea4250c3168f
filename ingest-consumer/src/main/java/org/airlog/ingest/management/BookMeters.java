package org.airlog.ingest.management;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.airlog.ingest.batch.Tally;
import org.jspecify.annotations.Nullable;

/**
 * The books of all time and all consumers, as this consumer last read them: {@code airlog_ingest_books_observations} by
 * outcome. They outlive every process, so accepted = inserted + merged + parked holds exactly, always. No numbers before the
 * first look. Thread-safe.
 */
public final class BookMeters {

    private volatile @Nullable Tally books;

    /** Shows them in {@code registry}. */
    public BookMeters(MeterRegistry registry) {
        gauge(registry, "accepted", Tally::accepted);
        gauge(registry, "inserted", Tally::inserted);
        gauge(registry, "merged", Tally::merged);
        gauge(registry, "parked", Tally::parked);
        gauge(registry, "replayed", Tally::replayed);
    }

    /** They have been read. */
    public void read(Tally sums) {
        books = sums;
    }

    private void gauge(MeterRegistry registry, String outcome, ToDoubleFunction<Tally> figure) {
        Gauge.builder("airlog.ingest.books.observations", () -> {
                    Tally known = books;
                    return known == null ? Double.NaN : figure.applyAsDouble(known);
                })
                .tag("outcome", outcome)
                .register(registry);
    }
}
