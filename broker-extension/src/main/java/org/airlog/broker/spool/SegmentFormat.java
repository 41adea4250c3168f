package org.airlog.broker.spool;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The bytes of a segment: a header of 32 and then entries, each a head of 32 and a {@link LogRecord}; all numbers
 * big-endian. {@code docs/wire-format.md} has the layout.
 *
 * <p>Each entry starts with its segment's <em>marker</em>, 8 random bytes, by which the next entry is found behind a damaged
 * one. It is random because values hold what strangers wrote: a text that looks like an entry must never be taken for one
 * where the entry around it is damaged. Pure.
 */
final class SegmentFormat {

    static final int HEADER_BYTES = 32;
    static final int HEAD_BYTES = 32;

    private static final long MAGIC = 0x41_49_52_53_50_4f_4f_4cL; // "AIRSPOOL"
    private static final int VERSION = 1;

    private static final int LENGTH_AT = 8;
    private static final int CHECKSUM_AT = 12;
    private static final int SEQUENCE_AT = 16;

    private SegmentFormat() {}

    /**
     * What a segment's header says.
     *
     * @param isKnown whether this version of the format is known here; if not, the rest means nothing
     * @param first the smallest sequence that it may hold
     */
    record Header(boolean isKnown, long first, long marker) {}

    static ByteBuffer header(long first, long marker) {
        var header = ByteBuffer.allocate(HEADER_BYTES)
                .putLong(MAGIC)
                .putInt(VERSION)
                .putLong(first)
                .putLong(marker);
        return header.putInt(headerChecksum(header.array())).flip();
    }

    /** Empty where {@code bytes} do not start with a whole header. */
    static Optional<Header> readHeader(ByteBuffer bytes) {
        if (bytes.remaining() < HEADER_BYTES) {
            return Optional.empty();
        }
        var copy = new byte[HEADER_BYTES];
        bytes.duplicate().get(copy);
        ByteBuffer header = ByteBuffer.wrap(copy);
        boolean isWhole =
                header.getInt(HEADER_BYTES - Integer.BYTES) == headerChecksum(copy) && header.getLong() == MAGIC;
        return isWhole
                ? Optional.of(new Header(header.getInt() == VERSION, header.getLong(), header.getLong()))
                : Optional.empty();
    }

    static int lengthOf(LogRecord record) {
        return HEAD_BYTES + record.length();
    }

    static void write(SpoolEntry entry, long marker, ByteBuffer out) {
        int length = entry.record().length();
        int start = out.position();
        out.putLong(marker).putInt(length).putInt(0).putLong(entry.sequence());
        out.putLong(ChronoUnit.MICROS.between(Instant.EPOCH, entry.spooledAt()));
        entry.record().write(out);
        out.putInt(start + CHECKSUM_AT, checksum(out.array(), out.arrayOffset() + start, HEAD_BYTES + length));
    }

    /** How long the entry is that starts where {@code bytes} do, if one does; more than there is where none does. */
    static long claimedLength(ByteBuffer bytes) {
        if (bytes.remaining() < HEAD_BYTES) {
            return Long.MAX_VALUE;
        }
        int length = bytes.getInt(bytes.position() + LENGTH_AT);
        return length < 0 ? Long.MAX_VALUE : HEAD_BYTES + (long) length;
    }

    /** The entry that starts where {@code bytes} do; empty where none does, or a damaged one. {@code bytes} stay. */
    static Optional<SpoolEntry> read(ByteBuffer bytes, long marker) {
        long length = claimedLength(bytes);
        if (length > bytes.remaining() || bytes.getLong(bytes.position()) != marker) {
            return Optional.empty();
        }
        int start = bytes.position();
        int checksum = checksum(bytes.array(), bytes.arrayOffset() + start, (int) length);
        if (checksum != bytes.getInt(start + CHECKSUM_AT)) {
            return Optional.empty();
        }
        ByteBuffer rest = bytes.duplicate();
        rest.position(start + SEQUENCE_AT).limit(start + (int) length);
        long sequence = rest.getLong();
        Instant spooledAt = Instant.EPOCH.plus(rest.getLong(), ChronoUnit.MICROS);
        return LogRecord.read(rest).map(record -> new SpoolEntry(sequence, spooledAt, record));
    }

    /** How far behind the start of {@code bytes} the next whole entry starts, at least 1; -1 where none follows. */
    static int distanceToNext(ByteBuffer bytes, long marker) {
        ByteBuffer rest = bytes.duplicate();
        for (int at = bytes.position() + 1; at <= bytes.limit() - HEAD_BYTES; at++) {
            if (bytes.getLong(at) == marker && read(rest.position(at), marker).isPresent()) {
                return at - bytes.position();
            }
        }
        return -1;
    }

    /** Of an entry's length, and of all from its sequence on. */
    private static int checksum(byte[] bytes, int start, int length) {
        var crc = new CRC32C();
        crc.update(bytes, start + LENGTH_AT, Integer.BYTES);
        crc.update(bytes, start + SEQUENCE_AT, length - SEQUENCE_AT);
        return (int) crc.getValue();
    }

    private static int headerChecksum(byte[] header) {
        var crc = new CRC32C();
        crc.update(header, 0, HEADER_BYTES - Integer.BYTES);
        return (int) crc.getValue();
    }
}
