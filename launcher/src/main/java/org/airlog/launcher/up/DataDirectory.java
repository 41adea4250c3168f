package org.airlog.launcher.up;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.airlog.launcher.console.CommandFailedException;

/**
 * The folder of one installation, held by a lock from before anything starts until everything has stopped.
 *
 * <p>The operating system drops the lock when the process dies, however it dies; the file stays and names the process.
 */
final class DataDirectory implements AutoCloseable {

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Makes the folder where it is missing and takes it; throws where another process holds it. */
    static DataDirectory take(Path path) throws CommandFailedException {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute);
            FileChannel channel = FileChannel.open(
                    absolute.resolve("airlog.lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                String holder = read(channel);
                channel.close();
                throw new CommandFailedException("the data directory " + absolute + " is in use by another airlog up"
                        + (holder.isEmpty() ? "" : " (process " + holder + ")"));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DataDirectory(absolute, channel);
        } catch (IOException e) {
            throw new CommandFailedException("cannot use the data directory " + absolute + ": " + e, e);
        }
    }

    /** Absolute. */
    Path path() {
        return path;
    }

    Path kafka() {
        return path.resolve("kafka");
    }

    Path postgres() {
        return path.resolve("postgres");
    }

    Path broker() {
        return path.resolve("broker");
    }

    /** Where the extension keeps its registry snapshot. */
    Path registry() {
        return path.resolve("registry");
    }

    Path secrets() {
        return SecretsFile.in(path);
    }

    /** Certificates that are made here. */
    Path tls() {
        return DevelopmentCertificate.in(path);
    }

    Path log() {
        return path.resolve("log");
    }

    /** Whether an embedded server has left anything here. */
    boolean hasServerData() {
        return Files.exists(kafka()) || Files.exists(postgres());
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(FileChannel channel) throws IOException {
        var text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
    }
}
