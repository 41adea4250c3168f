package org.airlog.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whose process it is that a cluster's pid file names.
 *
 * <p>A wrong {@link #STRANGER} would put a second server on the same files. So paths are compared as the real ones, which
 * neither a symbolic link nor another name changes, and a PostgreSQL that keeps its directory to itself is no stranger.
 */
enum ClusterOwner {
    /** The server of this cluster. */
    OURS,
    /** Not the server of this cluster. */
    STRANGER,
    /** It may be either. */
    UNCLEAR;

    private static final String PROGRAM = "postgres";

    static ClusterOwner of(ProcessHandle process, Path cluster) throws IOException {
        Path real = cluster.toRealPath();
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        try {
            // A server works in its data directory, and Linux follows that when it is moved.
            return proc.resolve("cwd").toRealPath().equals(real) ? OURS : STRANGER;
        } catch (IOException notLinuxOrNotAllowed) {
            return ofCommandLine(commandLine(process, proc), real);
        }
    }

    /** By the program in front and, behind {@code -D}, the directory of the server. */
    static ClusterOwner ofCommandLine(List<String> commandLine, Path real) {
        if (commandLine.isEmpty()) {
            return UNCLEAR;
        }
        String program = commandLine.get(0);
        if (!program.substring(program.lastIndexOf('/') + 1).startsWith(PROGRAM)) {
            return STRANGER;
        }
        return commandLine.stream().anyMatch(argument -> isSame(argument, real)) ? OURS : UNCLEAR;
    }

    private static boolean isSame(String argument, Path real) {
        try {
            Path path = Path.of(argument);
            return path.isAbsolute() && path.toRealPath().equals(real);
        } catch (IOException | InvalidPathException noPath) {
            return false;
        }
    }

    private static List<String> commandLine(ProcessHandle process, Path proc) {
        try {
            return Arrays.asList(Files.readString(proc.resolve("cmdline")).split("\0", 0));
        } catch (IOException notLinux) {
            ProcessHandle.Info info = process.info();
            return info.command()
                    .map(command -> Stream.concat(
                                    Stream.of(command),
                                    Arrays.stream(info.arguments().orElse(new String[0])))
                            .toList())
                    .orElse(List.of());
        }
    }
}
