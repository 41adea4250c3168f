package org.airlog.portal.file;

import java.util.List;
import java.util.Locale;
import org.airlog.portal.api.ReadingKind;

/** The forms in which observations are given away as files. */
public enum FileForm {
    /** Lines of text (RFC 4180). */
    CSV("text/csv; charset=utf-8; header=present") {
        @Override
        public RowWriter rows(List<ReadingKind> kinds) {
            return CsvWriter.ofRows(kinds);
        }

        @Override
        public RowWriter buckets(List<ReadingKind> kinds) {
            return CsvWriter.ofBuckets();
        }
    },
    /** Apache Parquet: columns with their types and units. */
    PARQUET("application/vnd.apache.parquet") {
        @Override
        public RowWriter rows(List<ReadingKind> kinds) {
            return ParquetRows.ofRows(kinds);
        }

        @Override
        public RowWriter buckets(List<ReadingKind> kinds) {
            return ParquetRows.ofBuckets(kinds);
        }
    };

    private final String contentType;

    FileForm(String contentType) {
        this.contentType = contentType;
    }

    /** As HTTP names it. */
    public String contentType() {
        return contentType;
    }

    /** What a file's name ends with, such as {@code .csv}. */
    public String extension() {
        return "." + name().toLowerCase(Locale.ROOT);
    }

    /** Begins a file of rows, with the types that they were asked for. */
    public abstract RowWriter rows(List<ReadingKind> kinds);

    /** Begins a file of buckets of these types. */
    public abstract RowWriter buckets(List<ReadingKind> kinds);
}
