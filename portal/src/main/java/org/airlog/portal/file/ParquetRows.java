package org.airlog.portal.file;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.airlog.portal.api.BucketRow;
import org.airlog.portal.api.Micros;
import org.airlog.portal.api.RawRow;
import org.airlog.portal.api.ReadingKind;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * Observations of one sensor as Apache Parquet, with the columns of the CSV: {@code time} in microseconds of UTC, readings
 * as doubles. What unit a type has is said in the file's metadata, as {@code unit.PM2_5}.
 *
 * <p>Rows are kept until there is a row group of them, some MiB; the file's directory of row groups is all that grows with
 * its length.
 */
final class ParquetRows implements RowWriter {

    private final MemoryFile file = new MemoryFile();
    private final ParquetWriter<@Nullable Object[]> writer;

    private ParquetRows(List<ReadingKind> kinds, MessageType columns) {
        try {
            writer = new ParquetRowSupport.Builder(file, columns, kinds).build();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static ParquetRows ofRows(List<ReadingKind> kinds) {
        var columns = Types.buildMessage()
                .required(INT64)
                .as(timestampType(true, TimeUnit.MICROS))
                .named("time")
                .required(INT32)
                .named("clock");
        kinds.forEach(kind -> columns.optional(DOUBLE).named(kind.name()));
        return new ParquetRows(kinds, columns.named("observations"));
    }

    static ParquetRows ofBuckets(List<ReadingKind> kinds) {
        return new ParquetRows(
                kinds,
                Types.buildMessage()
                        .required(INT64)
                        .as(timestampType(true, TimeUnit.MICROS))
                        .named("time")
                        .required(BINARY)
                        .as(stringType())
                        .named("type")
                        .required(INT64)
                        .named("count")
                        .required(DOUBLE)
                        .named("avg")
                        .required(DOUBLE)
                        .named("min")
                        .required(DOUBLE)
                        .named("max")
                        .named("buckets"));
    }

    @Override
    public void add(RawRow row) {
        write(Stream.concat(Stream.of(Micros.count(row.time()), row.clock()), row.values().stream())
                .toArray());
    }

    @Override
    public void add(BucketRow row) {
        write(Micros.count(row.start()), Binary.fromString(row.type()), row.count(), row.avg(), row.min(), row.max());
    }

    private void write(@Nullable Object... cells) {
        try {
            writer.write(cells);
        } catch (IOException impossible) {
            throw new UncheckedIOException("into memory: " + Arrays.toString(cells), impossible);
        }
    }

    @Override
    public byte[] ready() {
        return file.taken();
    }

    @Override
    public byte[] end() {
        try {
            writer.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return file.taken();
    }
}
