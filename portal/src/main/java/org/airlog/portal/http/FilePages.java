package org.airlog.portal.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

/**
 * The bytes of one file, page by page: each begins behind the last row of the one before. Of one thread.
 *
 * <p>A page of rows is a short stretch of time too: the database plans for each of the hypertable's chunks that a question may
 * touch, and a long range asked for at once would cost that again for every page.
 */
final class FilePages {

    static final int ROWS = 5_000;

    private static final int BUCKETS = 5_000;
    /** Of rows. */
    private static final Duration MOST_ROWS = Duration.ofDays(31);
    /** Of rows that buckets are made of. */
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
        isEnded = !hasAdded();
        return isEnded ? file.end() : file.ready();
    }

    /** Whether that was the last page. */
    boolean isEnded() {
        return isEnded;
    }

    private boolean hasAdded() throws StoreUnavailableException {
        while (rest.from().isBefore(rest.to())) {
            Instant end = rest.from().plus(length());
            Range page = new Range(rest.from(), end.isBefore(rest.to()) ? end : rest.to());
            if (bucket == Bucket.RAW ? hasAddedRows(page) : hasAddedBuckets(page)) {
                return true;
            }
            skipSilence();
        }
        return false;
    }

    private boolean hasAddedRows(Range page) throws StoreUnavailableException {
        List<RawRow> rows = observations.rows(sensor, kinds, page, ROWS);
        rows.forEach(file::add);
        Instant next = rows.size() < ROWS
                ? page.to()
                : Micros.after(rows.get(rows.size() - 1).time());
        rest = new Range(next, rest.to());
        return !rows.isEmpty();
    }

    private boolean hasAddedBuckets(Range page) throws StoreUnavailableException {
        List<BucketRow> rows = observations.buckets(sensor, kinds, page, bucket, false);
        rows.forEach(file::add);
        rest = new Range(page.to(), rest.to());
        return !rows.isEmpty();
    }

    /** Goes on to the first thing that there is, where a page has none: to look for it has to be planned for all of the rest. */
    private void skipSilence() throws StoreUnavailableException {
        Instant first = observations.first(sensor, kinds, rest, bucket).orElse(rest.to());
        rest = new Range(bucket.start(first), rest.to());
    }

    private Duration length() {
        if (bucket == Bucket.RAW) {
            return MOST_ROWS;
        }
        long most = Math.max(1, BUCKETS / Math.max(1, kinds.size()));
        Duration length = bucket.length().multipliedBy(most);
        return bucket.source() == Bucket.Source.ROWS && length.compareTo(MOST_RAW) > 0 ? MOST_RAW : length;
    }
}
