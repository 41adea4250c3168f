package org.airlog.broker.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names in the spool's folder, and the lock on it.
 *
 * <p>{@code <first>.seg} holds what waits, its first sequence in 20 digits; {@code parked-<first>.seg} what the log refused
 * for good, {@code damaged-<first>.seg} a segment of which a part could not be read: these two stay until somebody has
 * looked at them. {@code position} says what is drained, {@code lock} that the folder is in use.
 */
final class SpoolFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolFolder.class);

    private static final Pattern SEGMENT = Pattern.compile("(\\d{20})\\.seg");
    private static final Pattern ASIDE = Pattern.compile("(parked|damaged)-\\d{20}(-\\d+)?\\.seg");
    private static final String PARKED = "parked-";
    private static final String DAMAGED = "damaged-";
    private static final int MAX_NAMESAKES = 1_000;

    private final Path folder;
    private final FileChannel lock;

    /** Makes the folder if it is not there, brings its name to the disk, and locks it; throws where another process or spool has it. */
    SpoolFolder(Path folder, Disk disk) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        forceNames(folder, disk);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        this.lock = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked()) {
            lock.close();
            throw new IOException("another process uses the spool in " + folder);
        }
    }

    /** Whether {@code folder} holds segments that wait, without a lock on it. */
    static boolean holdsSegments(Path folder) throws IOException {
        return Files.isDirectory(folder) && !list(folder, SEGMENT).isEmpty();
    }

    Path path() {
        return folder;
    }

    Path position() {
        return folder.resolve("position");
    }

    Path segment(long first) {
        return folder.resolve(String.format(Locale.ROOT, "%020d.seg", first));
    }

    /** The segments, by their first sequence. */
    List<Path> segments() throws IOException {
        return list(folder, SEGMENT);
    }

    /** What was parked and what is damaged. */
    List<Path> aside() throws IOException {
        return list(folder, ASIDE);
    }

    /** The first sequence of a segment, from its name. */
    static long firstOf(Path segment) {
        Matcher name = SEGMENT.matcher(segment.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalArgumentException("no segment: " + segment);
        }
        return Long.parseLong(name.group(1));
    }

    static boolean isParked(Path aside) {
        return aside.getFileName().toString().startsWith(PARKED);
    }

    /** A name for a new file of parked entries. */
    Path newParked(long first) throws IOException {
        return unused(PARKED, first);
    }

    /** Renames a segment, so that it is kept and not read again; tells where it is now. */
    Path setAside(Segment segment) throws IOException {
        return Files.move(segment.file(), unused(DAMAGED, segment.first()), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Gives the lock back. */
    @Override
    public void close() throws IOException {
        lock.close();
    }

    private Path unused(String kind, long first) throws IOException {
        Path file = folder.resolve(String.format(Locale.ROOT, "%s%020d.seg", kind, first));
        for (int n = 2; Files.exists(file); n++) {
            if (n > MAX_NAMESAKES) {
                throw new IOException("too many files are called like " + file);
            }
            file = folder.resolve(String.format(Locale.ROOT, "%s%020d-%d.seg", kind, first, n));
        }
        return file;
    }

    /** What is forced in a folder is lost with it where its own name is not on the disk yet. */
    private static void forceNames(Path folder, Disk disk) {
        for (Path above = folder.toAbsolutePath().getParent(); above != null; above = above.getParent()) {
            try {
                if (Files.isReadable(above)) {
                    disk.forceFolder(above);
                }
            } catch (IOException unforced) {
                // Of another file system, perhaps, that knows nothing of it: no reason not to start.
                LOG.atWarn()
                        .setCause(unforced)
                        .addKeyValue("folder", above)
                        .log("A folder above the spool cannot be forced to the disk");
            }
        }
    }

    private boolean isLocked() throws IOException {
        try {
            return Optional.<FileLock>ofNullable(lock.tryLock()).isPresent();
        } catch (OverlappingFileLockException here) {
            return false;
        }
    }

    private static List<Path> list(Path folder, Pattern name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> name.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }
}
