package org.airlog.portal.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.airlog.portal.api.Bucket;
import org.airlog.portal.api.BucketRow;
import org.airlog.portal.api.Micros;
import org.airlog.portal.api.Range;
import org.airlog.portal.api.RawRow;
import org.airlog.portal.api.ReadingKind;
import org.airlog.portal.file.FileForm;
import org.airlog.portal.file.RowWriter;
import org.airlog.portal.timescale.Observations;
import org.airlog.portal.timescale.StoreUnavailableException;

/** The bytes of one file, page by page: each begins behind the last row of the one before. Of one thread. */
final class FilePages {

    static final int ROWS = 5_000;

    private static final int BUCKETS = 5_000;
    private static final Duration MOST_RAW = Duration.ofDays(2);

    private final Observations observations;
    private final int sensor;
    private final List<ReadingKind> kinds;
    private final Bucket bucket;
    private final RowWriter file;
    private Range rest;
    private boolean isEnded;

    FilePages(
            Observations observations, int sensor, List<ReadingKind> kinds, Range range, Bucket bucket, FileForm form) {
        this.observations = observations;
        this.sensor = sensor;
        this.kinds = kinds;
        this.bucket = bucket;
        this.file = bucket == Bucket.RAW ? form.rows(kinds) : form.buckets(kinds);
        this.rest = new Range(bucket.start(range.from()), bucket.end(range.to()));
    }

    /** The next page, which may be empty; the last one completes the file. */
    byte[] next() throws StoreUnavailableException {
        isEnded = bucket == Bucket.RAW ? !hasAddedRows() : !hasAddedBuckets();
        return isEnded ? file.end() : file.ready();
    }

    /** Whether that was the last page. */
    boolean isEnded() {
        return isEnded;
    }

    private boolean hasAddedRows() throws StoreUnavailableException {
        List<RawRow> rows = observations.rows(sensor, kinds, rest, ROWS);
        if (rows.isEmpty()) {
            return false;
        }
        rows.forEach(file::add);
        rest = new Range(Micros.after(rows.get(rows.size() - 1).time()), rest.to());
        return true;
    }

    /** Stretches without anything are passed over. */
    private boolean hasAddedBuckets() throws StoreUnavailableException {
        Optional<Instant> first = observations.first(sensor, kinds, rest, bucket);
        if (first.isEmpty()) {
            return false;
        }
        Instant begin = bucket.start(first.get());
        Instant end = begin.plus(length());
        var page = new Range(begin, end.isBefore(rest.to()) ? end : rest.to());
        List<BucketRow> rows = observations.buckets(sensor, kinds, page, bucket, false);
        rows.forEach(file::add);
        rest = new Range(page.to(), rest.to());
        return true;
    }

    private Duration length() {
        long most = Math.max(1, BUCKETS / Math.max(1, kinds.size()));
        Duration length = bucket.length().multipliedBy(most);
        return bucket.source() == Bucket.Source.ROWS && length.compareTo(MOST_RAW) > 0 ? MOST_RAW : length;
    }
}
