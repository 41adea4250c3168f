package org.airlog.broker.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The smallest sequence that the log has not confirmed, in a file of 20 bytes: magic, sequence, CRC32C.
 *
 * <p>Written without a force: after a power failure it may be too small, never too large, and what is drained twice does
 * no harm. For the same reason a file that cannot be read counts as zero, and one that cannot be written is told once.
 * Used by one thread.
 */
final class ReadPosition implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReadPosition.class);

    private static final long MAGIC = 0x41_49_52_53_50_50_4f_53L; // "AIRSPPOS"
    private static final int LENGTH = 20;

    private final Path file;
    private final FileChannel channel;
    private long written;
    private boolean isFailing;

    ReadPosition(Path file) throws IOException {
        this.file = file;
        this.channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        this.written = read();
    }

    long get() {
        return written;
    }

    void set(long sequence) {
        if (sequence == written) {
            return;
        }
        written = sequence;
        var bytes = ByteBuffer.allocate(LENGTH).putLong(MAGIC).putLong(sequence);
        try {
            channel.write(bytes.putInt(checksum(bytes.array())).flip(), 0);
            isFailing = false;
        } catch (IOException failure) {
            if (!isFailing) {
                LOG.atWarn()
                        .setCause(failure)
                        .addKeyValue("file", file)
                        .log("It cannot be written down what is drained: after a restart it is drained once more");
            }
            isFailing = true;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.force(false);
        } finally {
            channel.close();
        }
    }

    private long read() throws IOException {
        var bytes = ByteBuffer.allocate(LENGTH);
        int read = channel.read(bytes, 0);
        if (read <= 0) {
            return 0;
        }
        boolean isWhole =
                read == LENGTH && bytes.getLong(0) == MAGIC && bytes.getInt(2 * Long.BYTES) == checksum(bytes.array());
        if (!isWhole) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .log("The position of the spool cannot be read: what is there is drained from its beginning");
        }
        return isWhole ? bytes.getLong(Long.BYTES) : 0;
    }

    private static int checksum(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, 0, 2 * Long.BYTES);
        return (int) crc.getValue();
    }
}
