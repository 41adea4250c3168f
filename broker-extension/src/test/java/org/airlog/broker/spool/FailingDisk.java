package org.airlog.broker.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A disk that counts its forces, and that fails or waits on demand. */
final class FailingDisk implements Disk {

    /** Forces of files, the headers' own left out. */
    final AtomicInteger forces = new AtomicInteger();

    /** How many bytes there is room for. */
    final AtomicLong room = new AtomicLong(Long.MAX_VALUE);

    volatile boolean failsToForce;
    volatile boolean failsToCut;

    /** The next write of entries writes half of them and ends in an error that is no exception. */
    volatile boolean runsOutOfMemory;

    /** Folders that were forced. */
    final Set<Path> forcedFolders = ConcurrentHashMap.newKeySet();

    /** Each force of entries takes one of these. */
    final Semaphore mayForce = new Semaphore(Integer.MAX_VALUE);

    @Override
    public Appending create(Path file) throws IOException {
        return new FailingFile(Disk.REAL.create(file));
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        Disk.REAL.forceFolder(folder);
        forcedFolders.add(folder);
    }

    private final class FailingFile implements Appending {

        private final Appending real;
        private boolean hasEntries;

        FailingFile(Appending real) {
            this.real = real;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            if (runsOutOfMemory && bytes.remaining() != SegmentFormat.HEADER_BYTES) {
                runsOutOfMemory = false;
                ByteBuffer part = bytes.slice();
                part.limit(bytes.remaining() / 2);
                real.write(part);
                throw new OutOfMemoryError("a test's");
            }
            if (bytes.remaining() > room.get()) {
                // As a file system does: what fits is written, then there is no space left.
                ByteBuffer part = bytes.slice();
                part.limit((int) room.get());
                real.write(part);
                room.set(0);
                throw new IOException("No space left on device");
            }
            room.addAndGet(-bytes.remaining());
            hasEntries |= bytes.remaining() != SegmentFormat.HEADER_BYTES;
            real.write(bytes);
        }

        @Override
        public void force() throws IOException {
            if (failsToForce) {
                throw new IOException("Input/output error");
            }
            if (hasEntries) {
                mayForce.acquireUninterruptibly();
                forces.incrementAndGet();
            }
            real.force();
        }

        @Override
        public void truncate(long length) throws IOException {
            if (failsToCut) {
                throw new IOException("Input/output error");
            }
            real.truncate(length);
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
