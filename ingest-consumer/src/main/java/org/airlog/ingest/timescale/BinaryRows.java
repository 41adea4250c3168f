package org.airlog.ingest.timescale;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/**
 * Rows in PostgreSQL's binary form of COPY (manual, "COPY", file formats): no text to escape, no number to round.
 *
 * <p>Rows collect in memory and go out whenever 64 KiB are full. For one thread.
 */
final class BinaryRows {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int FLUSH_BYTES = 64 * 1024;
    private static final int JSONB_VERSION = 1;
    private static final long MICROS_PER_SECOND = 1_000_000;
    /** PostgreSQL counts from 2000-01-01. */
    private static final long EPOCH_SECONDS = 946_684_800;

    /** Writes one piece of the stream; a buffer in memory does not fail. */
    @FunctionalInterface
    private interface Piece {
        void write(DataOutputStream out) throws IOException;
    }

    private final CopyIn copy;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(FLUSH_BYTES + 8 * 1024);
    private final DataOutputStream out = new DataOutputStream(buffer);

    BinaryRows(CopyIn copy) {
        this.copy = copy;
        put(stream -> {
            stream.write(SIGNATURE);
            stream.writeInt(0); // flags
            stream.writeInt(0); // no header extension
        });
    }

    void startRow(int fields) throws SQLException {
        if (buffer.size() >= FLUSH_BYTES) {
            flush();
        }
        put(stream -> stream.writeShort(fields));
    }

    void timestamp(Instant time) {
        long micros = (time.getEpochSecond() - EPOCH_SECONDS) * MICROS_PER_SECOND + time.getNano() / 1_000;
        put(stream -> {
            stream.writeInt(Long.BYTES);
            stream.writeLong(micros);
        });
    }

    void int4(int value) {
        put(stream -> {
            stream.writeInt(Integer.BYTES);
            stream.writeInt(value);
        });
    }

    void int2(int value) {
        put(stream -> {
            stream.writeInt(Short.BYTES);
            stream.writeShort(value);
        });
    }

    void float8(@Nullable Double value) {
        put(stream -> {
            if (value == null) {
                stream.writeInt(-1);
            } else {
                stream.writeInt(Double.BYTES);
                stream.writeDouble(value);
            }
        });
    }

    void jsonb(@Nullable String value) {
        put(stream -> {
            if (value == null) {
                stream.writeInt(-1);
            } else {
                byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                stream.writeInt(1 + bytes.length);
                stream.writeByte(JSONB_VERSION);
                stream.write(bytes);
            }
        });
    }

    /** Ends the stream; returns how many rows the server took. */
    long end() throws SQLException {
        put(stream -> stream.writeShort(-1));
        flush();
        return copy.endCopy();
    }

    private void flush() throws SQLException {
        copy.writeToCopy(buffer.toByteArray(), 0, buffer.size());
        buffer.reset();
    }

    private void put(Piece piece) {
        try {
            piece.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e);
        }
    }
}
