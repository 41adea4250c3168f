package org.airlog.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** What the servers do to a directory and everything below it. */
final class FileTree {

    private FileTree() {}

    /** Deletes the directory, or does nothing when it is not there. */
    static void delete(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        forEach(root, Files::delete);
    }

    /** Gives everything to the user with that number. Only root may. */
    static void giveTo(int uid, Path root) throws IOException {
        forEach(root, path -> Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS));
    }

    /** Makes a file's content, or a directory's entries, last over a loss of power. */
    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void forEach(Path root, Step step) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            // Children first, as deleting needs it.
            for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
                step.take(path);
            }
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private interface Step {
        void take(Path path) throws IOException;
    }
}
