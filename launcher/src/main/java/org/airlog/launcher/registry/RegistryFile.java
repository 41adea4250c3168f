package org.airlog.launcher.registry;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The registry as a file: every record of {@code airlog.sensors} in the order of its offsets, as it is, secrets and positions
 * sealed.
 *
 * <p>The format is that of the snapshot that each broker keeps ({@code sensors.snapshot}, documented there), so that either can be
 * imported. A file with any flaw is refused as a whole. Readable by its owner only.
 */
final class RegistryFile {

    private static final byte[] MAGIC = {'A', 'I', 'R', 'L', 'O', 'G', 'S', '1'};
    private static final int FRAME_OVERHEAD = Long.BYTES + Integer.BYTES + Short.BYTES + 1;
    private static final int LONGEST_FRAME = 64 << 20;
    private static final int BUFFER_LENGTH = 1 << 20;

    private RegistryFile() {}

    /** Takes one record; null for a value is a tombstone. */
    @FunctionalInterface
    interface Sink {
        void take(long offset, byte[] key, byte @Nullable [] value) throws IOException;
    }

    /** Gives all records to a sink. */
    @FunctionalInterface
    interface Source {
        void giveTo(Sink sink) throws IOException;
    }

    /** Reads the file to its end; the sink sees a record before what lies behind it has been checked. */
    static void read(Path file, Sink sink) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_LENGTH))) {
            byte[] head = in.readNBytes(MAGIC.length + 2 * Long.BYTES);
            int checksum = check(in, 0, head);
            if (!Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
                throw new IOException("it is of another kind or version");
            }
            for (int first = in.read(); first >= 0; first = in.read()) {
                int length = (first << 24) | (in.readUnsignedByte() << 16) | in.readUnsignedShort();
                if (length < FRAME_OVERHEAD || length > LONGEST_FRAME) {
                    throw new IOException("it is damaged");
                }
                byte[] frame = ByteBuffer.allocate(Integer.BYTES + length)
                        .putInt(length)
                        .put(in.readNBytes(length))
                        .array();
                checksum = check(in, checksum, frame);
                var fields = ByteBuffer.wrap(frame, Integer.BYTES, length);
                long offset = fields.getLong();
                fields.getInt();
                byte[] key = new byte[Short.toUnsignedInt(fields.getShort())];
                fields.get(key);
                boolean hasValue = fields.get() != 0;
                byte[] value = new byte[fields.remaining()];
                fields.get(value);
                sink.take(offset, key, hasValue ? value : null);
            }
        } catch (EOFException e) {
            throw new IOException("it is cut short", e);
        }
    }

    /** Writes a new file; throws where one is there. */
    static void write(Path file, UUID topicId, Source records) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
        try (var out = new DataOutputStream(
                new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.SYNC), BUFFER_LENGTH))) {
            var checksum = new int[1];
            put(
                    out,
                    checksum,
                    ByteBuffer.allocate(MAGIC.length + 2 * Long.BYTES)
                            .put(MAGIC)
                            .putLong(topicId.getMostSignificantBits())
                            .putLong(topicId.getLeastSignificantBits())
                            .array());
            records.giveTo((offset, key, value) -> put(out, checksum, frame(offset, key, value)));
        }
    }

    private static byte[] frame(long offset, byte[] key, byte @Nullable [] value) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeInt(FRAME_OVERHEAD + key.length + (value == null ? 0 : value.length));
        out.writeLong(offset);
        out.writeInt(-1);
        out.writeShort(key.length);
        out.write(key);
        out.writeBoolean(value != null);
        if (value != null) {
            out.write(value);
        }
        return bytes.toByteArray();
    }

    private static void put(DataOutputStream out, int[] checksum, byte[] bytes) throws IOException {
        checksum[0] = next(checksum[0], bytes);
        out.write(bytes);
        out.writeInt(checksum[0]);
    }

    private static int check(DataInputStream in, int before, byte[] bytes) throws IOException {
        int checksum = next(before, bytes);
        if (in.readInt() != checksum) {
            throw new IOException("a checksum does not match");
        }
        return checksum;
    }

    private static int next(int checksum, byte[] bytes) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(checksum).flip());
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
