package org.airlog.resilience.site;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A small ext4 file system in a file, mounted in a directory, that can be filled up. Needs Linux and root. */
public final class Volume implements AutoCloseable {

    private static final int LIMIT_SECONDS = 60;
    /** More than a server writes in the moment in which a disk is filled. */
    private static final long WRITTEN_BYTES = 64L << 20;

    private static final int BLOCK_BYTES = 4_096;

    private final Path directory;
    private final Path ballast;

    private Volume(Path directory) {
        this.directory = directory;
        this.ballast = directory.resolve("ballast");
    }

    /** Makes and mounts one of {@code mebibytes} at {@code directory}; throws where this machine does not allow that. */
    static Volume mount(Path directory, int mebibytes) throws IOException {
        Path image = directory.resolveSibling(directory.getFileName() + ".ext4");
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) mebibytes << 20);
        }
        Files.createDirectories(directory);
        // No share is kept back for root: full is full for everybody.
        run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
        run("mount", "-o", "loop", image.toString(), directory.toString());
        return new Volume(directory);
    }

    /** Whether this machine allows it: tried with a very small one. */
    static boolean isAllowed(Path directory) {
        try (Volume tried = mount(directory.resolve("tried"), 8)) {
            return Files.isDirectory(tried.directory);
        } catch (IOException notHere) {
            return false;
        }
    }

    /** Where others put their files; not the root, which is not empty. */
    Path home() {
        return directory.resolve("home");
    }

    /** Takes all room that is left. */
    public void fill() throws IOException {
        // Others go on writing, so that what is usable now is less in a moment; the rest is written block by block.
        long most = Files.getFileStore(directory).getUsableSpace() - WRITTEN_BYTES;
        if (most > 0) {
            run("fallocate", "-l", Long.toString(most), ballast.toString());
        }
        try (var rest = new RandomAccessFile(ballast.toFile(), "rw")) {
            rest.seek(rest.length());
            while (true) {
                rest.write(new byte[BLOCK_BYTES]);
            }
        } catch (IOException full) {
            // That is what was wanted.
        }
    }

    /** Gives it back. */
    public void free() throws IOException {
        Files.deleteIfExists(ballast);
    }

    @Override
    public void close() throws IOException {
        run("umount", directory.toString());
        Files.deleteIfExists(directory.resolveSibling(directory.getFileName() + ".ext4"));
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.format(Locale.ROOT, "%s: %s", List.of(command), output.strip()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
