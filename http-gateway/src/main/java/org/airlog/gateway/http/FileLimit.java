package org.airlog.gateway.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many connections this process has files for.
 *
 * <p>Each connection is an open file. A broker and its log may run in the same process, and a log that can open no file
 * stops: so strangers get a third of the files, whatever they ask for.
 */
final class FileLimit {

    private static final int SHARE = 3;
    private static final int LEAST = 64;

    private FileLimit() {}

    /** As many as {@code wanted}, or as there are files for. */
    static int connections(int wanted) {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? connections(wanted, unix.getMaxFileDescriptorCount())
                : wanted;
    }

    /** The same, where the process may have {@code openFiles} open. */
    static int connections(int wanted, long openFiles) {
        return (int) Math.max(LEAST, Math.min(wanted, openFiles / SHARE));
    }
}
