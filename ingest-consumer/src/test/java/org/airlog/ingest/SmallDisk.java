package org.airlog.ingest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A file system of 32 MiB, in memory. Only root can mount one: for everybody else the test is left out, and says so. */
final class SmallDisk implements AutoCloseable {

    private final Path mountPoint;
    private final Path ballast;

    private SmallDisk(Path mountPoint) {
        this.mountPoint = mountPoint;
        this.ballast = mountPoint.resolve("ballast");
    }

    static SmallDisk mount(Path mountPoint) throws IOException {
        Files.createDirectory(mountPoint);
        boolean isMounted = run("mount", "-t", "tmpfs", "-o", "size=32m", "airlog-test", mountPoint.toString());
        assumeTrue(isMounted, "this user may not mount a file system");
        return new SmallDisk(mountPoint);
    }

    Path folder() throws IOException {
        return Files.createDirectories(mountPoint.resolve("tablespace"));
    }

    /** Takes all that is left. */
    void fill() {
        try (OutputStream out = Files.newOutputStream(ballast)) {
            var zeros = new byte[4 * 1024];
            while (true) {
                out.write(zeros);
            }
        } catch (IOException full) {
            // As wanted.
        }
    }

    /** Gives it back. */
    void free() throws IOException {
        Files.delete(ballast);
    }

    @Override
    public void close() throws IOException {
        if (!run("umount", "--lazy", mountPoint.toString())) {
            throw new IOException("cannot unmount " + mountPoint);
        }
    }

    private static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.onExit().get(10, TimeUnit.SECONDS).exitValue() == 0;
        } catch (IOException | ExecutionException | TimeoutException notInstalled) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
