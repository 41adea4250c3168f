package org.airlog.portal.file;

import java.util.List;
import java.util.stream.Collectors;
import org.airlog.portal.api.ReadingKind;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Tells Parquet what a row is: its cells in the order of the columns, null where a cell is empty. */
final class ParquetRowSupport extends WriteSupport<@Nullable Object[]> {

    private static final long ROW_GROUP_BYTES = 2L << 20;
    private static final int PAGE_BYTES = 256 << 10;

    private final MessageType columns;
    private final List<ReadingKind> kinds;
    private @Nullable RecordConsumer consumer;

    private ParquetRowSupport(MessageType columns, List<ReadingKind> kinds) {
        this.columns = columns;
        this.kinds = kinds;
    }

    /** The writer of such rows. */
    static final class Builder extends ParquetWriter.Builder<@Nullable Object[], Builder> {

        private final MessageType columns;
        private final List<ReadingKind> kinds;

        Builder(OutputFile file, MessageType columns, List<ReadingKind> kinds) {
            super(file);
            this.columns = columns;
            this.kinds = kinds;
            withConf(new PlainParquetConfiguration());
            withCompressionCodec(CompressionCodecName.ZSTD);
            withRowGroupSize(ROW_GROUP_BYTES);
            withPageSize(PAGE_BYTES);
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // asked for by the older of two ways, which nobody goes
        protected WriteSupport<@Nullable Object[]> getWriteSupport(Configuration ignored) {
            return new ParquetRowSupport(columns, kinds);
        }

        @Override
        protected WriteSupport<@Nullable Object[]> getWriteSupport(ParquetConfiguration ignored) {
            return new ParquetRowSupport(columns, kinds);
        }
    }

    @Override
    @SuppressWarnings("deprecation") // as above
    public WriteContext init(Configuration ignored) {
        return context();
    }

    @Override
    public WriteContext init(ParquetConfiguration ignored) {
        return context();
    }

    private WriteContext context() {
        return new WriteContext(
                columns, kinds.stream().collect(Collectors.toMap(kind -> "unit." + kind.name(), ReadingKind::unit)));
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    @Override
    public void write(@Nullable Object[] cells) {
        RecordConsumer row = consumer;
        if (row == null) {
            throw new IllegalStateException("not prepared");
        }
        row.startMessage();
        for (int i = 0; i < cells.length; i++) {
            Object cell = cells[i];
            if (cell != null) {
                String name = columns.getFieldName(i);
                row.startField(name, i);
                add(row, cell);
                row.endField(name, i);
            }
        }
        row.endMessage();
    }

    private static void add(RecordConsumer row, Object cell) {
        if (cell instanceof Double number) {
            row.addDouble(number);
        } else if (cell instanceof Long number) {
            row.addLong(number);
        } else if (cell instanceof Integer number) {
            row.addInteger(number);
        } else if (cell instanceof Binary text) {
            row.addBinary(text);
        } else {
            throw new IllegalArgumentException("no column holds a " + cell.getClass());
        }
    }
}
