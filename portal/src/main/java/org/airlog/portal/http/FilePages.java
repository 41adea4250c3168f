package org.airlog.portal.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.airlog.portal.api.Bucket;
import org.airlog.portal.api.BucketRow;
import org.airlog.portal.api.Micros;
import org.airlog.portal.api.ObservationsCsv;
import org.airlog.portal.api.Range;
import org.airlog.portal.api.RawRow;
import org.airlog.portal.api.ReadingKind;
import org.airlog.portal.timescale.Observations;
import org.airlog.portal.timescale.StoreUnavailableException;

/** The lines of one file, page by page: each begins behind the last row of the one before. Of one thread. */
final class CsvPages {

    static final int ROWS = 5_000;

    private static final int BUCKETS = 5_000;
    private static final Duration MOST_RAW = Duration.ofDays(2);

    private final Observations observations;
    private final int sensor;
    private final List<ReadingKind> kinds;
    private final Bucket bucket;
    private final StringBuilder lines = new StringBuilder();
    private Range rest;
    private boolean isBegun;

    CsvPages(Observations observations, int sensor, List<ReadingKind> kinds, Range range, Bucket bucket) {
        this.observations = observations;
        this.sensor = sensor;
        this.kinds = kinds;
        this.bucket = bucket;
        this.rest = new Range(bucket.start(range.from()), bucket.end(range.to()));
    }

    /** The next page, the first one with the header; empty behind the last one. */
    String next() throws StoreUnavailableException {
        lines.setLength(0);
        if (!isBegun) {
            isBegun = true;
            lines.append(bucket == Bucket.RAW ? ObservationsCsv.rawHeader(kinds) : ObservationsCsv.bucketHeader());
        }
        if (bucket == Bucket.RAW) {
            rows();
        } else {
            buckets();
        }
        return lines.toString();
    }

    private void rows() throws StoreUnavailableException {
        List<RawRow> rows = observations.rows(sensor, kinds, rest, ROWS);
        rows.forEach(row -> ObservationsCsv.append(lines, row));
        if (!rows.isEmpty()) {
            rest = new Range(Micros.after(rows.get(rows.size() - 1).time()), rest.to());
        }
    }

    /** Stretches without anything are passed over. */
    private void buckets() throws StoreUnavailableException {
        Optional<Instant> first = observations.first(sensor, kinds, rest, bucket);
        if (first.isEmpty()) {
            return;
        }
        Instant begin = bucket.start(first.get());
        Instant end = begin.plus(length());
        var page = new Range(begin, end.isBefore(rest.to()) ? end : rest.to());
        List<BucketRow> rows = observations.buckets(sensor, kinds, page, bucket, false);
        rows.forEach(row -> ObservationsCsv.append(lines, row));
        rest = new Range(page.to(), rest.to());
    }

    private Duration length() {
        long most = Math.max(1, BUCKETS / Math.max(1, kinds.size()));
        Duration length = bucket.length().multipliedBy(most);
        return bucket.source() == Bucket.Source.ROWS && length.compareTo(MOST_RAW) > 0 ? MOST_RAW : length;
    }
}
