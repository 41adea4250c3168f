package org.airlog.broker.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** What the spool asks of a disk when it writes: a seam for tests that count forces and let the disk run full. */
interface Disk {

    /** The file system's. */
    Disk REAL = new Disk() {
        @Override
        public Appending create(Path file) throws IOException {
            return new RealFile(file);
        }

        @Override
        public void forceFolder(Path folder) throws IOException {
            try (var channel = FileChannel.open(folder)) {
                channel.force(true);
            }
        }
    };

    /** Makes a new file, which only its owner may read. */
    Appending create(Path file) throws IOException;

    /** Brings the names in {@code folder} to the disk. */
    void forceFolder(Path folder) throws IOException;

    /** A file that is written to its end. */
    interface Appending extends Closeable {

        /** Writes all that is left of {@code bytes}, or throws. */
        void write(ByteBuffer bytes) throws IOException;

        /** Brings what was written to the disk. */
        void force() throws IOException;

        /** Cuts the file; what is written next comes behind the cut. */
        void truncate(long length) throws IOException;
    }

    /** A file of the file system. */
    final class RealFile implements Appending {

        /** The channel copies what it writes into memory outside the heap, which it keeps. */
        private static final int CHUNK_BYTES = 256 * 1024;

        private final FileChannel channel;

        RealFile(Path file) throws IOException {
            boolean isPosix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
            FileAttribute<?>[] owners = isPosix
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];
            this.channel = FileChannel.open(
                    Files.createFile(file, owners), Set.of(StandardOpenOption.WRITE, StandardOpenOption.APPEND));
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                ByteBuffer chunk = bytes.slice();
                chunk.limit(Math.min(CHUNK_BYTES, chunk.remaining()));
                bytes.position(bytes.position() + channel.write(chunk));
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void truncate(long length) throws IOException {
            channel.truncate(length);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
