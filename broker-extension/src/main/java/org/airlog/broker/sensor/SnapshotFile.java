package org.airlog.broker.sensor;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The registry on disk: every record that was followed, as raw as it came (its secret sealed), with its offset, so that
 * a broker starts and judges while Kafka is down.
 *
 * <p>Layout, big-endian. Head: {@code AIRLOGS1}, 16 bytes of topic id, checksum. Then a frame for each record: {@code
 * int} length of what follows up to the checksum, {@code long} offset, {@code int} leader epoch (−1 unknown), {@code
 * short} key length, key, value (left out with its marker byte for a tombstone), {@code int} checksum. A checksum is the
 * CRC-32C of the one before it and of its own frame, so that no frame can be lost, moved or changed in between: a file
 * with any flaw is refused as a whole. What an append after a crash did not bring to the disk may be missing at the end;
 * the rest is then what was known at that moment.
 *
 * <p>A new file grows under another name and takes its place, synced, once it holds the whole log ({@link #complete});
 * from then on it is appended to. Nothing is ever rewritten: a change costs its own bytes, whatever the number of
 * sensors. Readable by its owner only. For one thread; after an {@link IOException} only {@link #discard()} is of use.
 */
public final class SnapshotFile implements Closeable {

    /**
     * What a file held.
     *
     * @param snapshot the registry
     * @param topicId of the Kafka topic that it was read from
     * @param nextOffset behind the last record in it
     * @param leaderEpoch of that record, −1 where unknown
     */
    public record Restored(SensorSnapshot snapshot, UUID topicId, long nextOffset, int leaderEpoch) {}

    private static final byte[] MAGIC = {'A', 'I', 'R', 'L', 'O', 'G', 'S', '1'};
    private static final int HEAD_LENGTH = MAGIC.length + 2 * Long.BYTES + Integer.BYTES;
    private static final int FRAME_OVERHEAD = Long.BYTES + Integer.BYTES + Short.BYTES + 1;
    private static final int BUFFER_LENGTH = 1 << 20;

    private final Path file;
    private final Path growing;
    private final Path former;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private @Nullable FileChannel channel;
    private int checksum;
    private boolean isChanged;

    /** Remembers where to keep it; the folder is made when missing. */
    public SnapshotFile(Path file) {
        this.file = file;
        this.growing = file.resolveSibling(file.getFileName() + ".growing");
        this.former = file.resolveSibling(file.getFileName() + ".former");
    }

    /**
     * Reads the file and goes on where it ends; empty where there is none.
     *
     * @throws IOException where it cannot be read or has a flaw; the message says which
     */
    public Optional<Restored> restore(SecretSeal secretSeal) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Restored restored;
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_LENGTH))) {
            restored = read(in, Files.size(file), secretSeal);
        }
        channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        return Optional.of(restored);
    }

    /** Begins anew with the first record of the topic {@code topicId}. */
    public void begin(UUID topicId) throws IOException {
        discard();
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        channel = create(growing);
        checksum = 0;
        var head = new ByteArrayOutputStream();
        head.write(MAGIC);
        var out = new DataOutputStream(head);
        out.writeLong(topicId.getMostSignificantBits());
        out.writeLong(topicId.getLeastSignificantBits());
        put(head.toByteArray());
    }

    /** Adds the next record; it is on disk after {@link #sync()}. */
    public void append(long offset, int leaderEpoch, byte[] key, byte @Nullable [] value) throws IOException {
        int length = FRAME_OVERHEAD + key.length + (value == null ? 0 : value.length);
        var frame = ByteBuffer.allocate(Integer.BYTES + length)
                .putInt(length)
                .putLong(offset)
                .putInt(leaderEpoch)
                .putShort((short) key.length)
                .put(key)
                .put((byte) (value == null ? 0 : 1));
        if (value != null) {
            frame.put(value);
        }
        put(frame.array());
        if (pending.size() >= BUFFER_LENGTH) {
            write();
        }
    }

    /** The log has been read to its end: the new file takes its place. Does nothing for one that was restored. */
    public void complete() throws IOException {
        sync();
        if (Files.exists(growing)) {
            Files.move(growing, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder();
        }
    }

    /** Brings what was appended to the disk. */
    public void sync() throws IOException {
        write();
        if (channel != null && isChanged) {
            channel.force(true);
            isChanged = false;
        }
    }

    /**
     * Puts the file aside: what it says is not, or no longer, the registry. Should Kafka have lost the registry, it is the copy that
     * there is: of this file and one that was put aside before, the longer one stays, as a registry only grows.
     */
    public void discard() throws IOException {
        pending.reset();
        closeChannel();
        Files.deleteIfExists(growing);
        if (Files.exists(file)) {
            if (Files.exists(former) && Files.size(former) > Files.size(file)) {
                Files.delete(file);
            } else {
                Files.move(file, former, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Syncs and closes; a file that is not complete is left out. */
    @Override
    public void close() throws IOException {
        try {
            sync();
        } finally {
            closeChannel();
            Files.deleteIfExists(growing);
        }
    }

    private Restored read(DataInputStream in, long length, SecretSeal secretSeal) throws IOException {
        if (length < HEAD_LENGTH) {
            throw new IOException("it is cut short");
        }
        byte[] head = in.readNBytes(HEAD_LENGTH - Integer.BYTES);
        checksum = 0;
        check(in, head);
        if (!Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException("it is of another kind or version");
        }
        var topicId = ByteBuffer.wrap(head, MAGIC.length, 2 * Long.BYTES);
        var id = new UUID(topicId.getLong(), topicId.getLong());
        var snapshot = new SensorSnapshot(secretSeal);
        long nextOffset = 0;
        int leaderEpoch = -1;
        for (long left = length - HEAD_LENGTH; left > 0; ) {
            ByteBuffer frame = readFrame(in, left);
            left -= frame.limit() + Integer.BYTES;
            nextOffset = frame.getLong(Integer.BYTES) + 1;
            leaderEpoch = frame.getInt(Integer.BYTES + Long.BYTES);
            frame.position(2 * Integer.BYTES + Long.BYTES);
            int keyLength = Short.toUnsignedInt(frame.getShort());
            if (keyLength >= frame.remaining()) {
                throw new IOException("it is damaged");
            }
            byte[] key = take(frame, keyLength);
            byte @Nullable [] value = frame.get() == 0 ? null : take(frame, frame.remaining());
            snapshot.apply(key, value);
        }
        return new Restored(snapshot, id, nextOffset, leaderEpoch);
    }

    /** One frame with its length in front, its checksum checked. */
    private ByteBuffer readFrame(DataInputStream in, long left) throws IOException {
        if (left < 2 * Integer.BYTES + FRAME_OVERHEAD) {
            throw new IOException("it is cut short");
        }
        int length = in.readInt();
        if (length < FRAME_OVERHEAD || length > left - 2 * Integer.BYTES) {
            throw new IOException("it is cut short or damaged");
        }
        var frame = ByteBuffer.allocate(Integer.BYTES + length).putInt(0, length);
        in.readFully(frame.array(), Integer.BYTES, length);
        check(in, frame.array());
        return frame;
    }

    private static byte[] take(ByteBuffer frame, int length) {
        var bytes = new byte[length];
        frame.get(bytes);
        return bytes;
    }

    private void check(DataInputStream in, byte[] bytes) throws IOException {
        checksum = next(checksum, bytes);
        if (in.readInt() != checksum) {
            throw new IOException("a checksum does not match");
        }
    }

    private void put(byte[] bytes) {
        checksum = next(checksum, bytes);
        pending.writeBytes(bytes);
        pending.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(checksum).array());
    }

    private static int next(int checksum, byte[] bytes) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(checksum).flip());
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private void write() throws IOException {
        if (pending.size() == 0 || channel == null) {
            return;
        }
        var buffer = ByteBuffer.wrap(pending.toByteArray());
        pending.reset();
        isChanged = true;
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private void syncFolder() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (var directory = FileChannel.open(folder)) {
                directory.force(true);
            }
        }
    }

    private void closeChannel() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    private static FileChannel create(Path path) throws IOException {
        Files.deleteIfExists(path);
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(path);
        }
        return FileChannel.open(path, Set.of(StandardOpenOption.WRITE, StandardOpenOption.APPEND));
    }
}
