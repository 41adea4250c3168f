package org.airlog.embedded;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many connections this process has files for.
 *
 * <p>Each connection is an open file, and a Kafka in the same process that can open none stops: so the broker takes a third of
 * the files at most, whoever wants in.
 */
final class OpenFiles {

    private static final int SHARE = 3;
    private static final int LEAST = 64;
    private static final int MOST = 100_000;

    private OpenFiles() {}

    /** As many as there are files for here. */
    static int connections() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? connections(unix.getMaxFileDescriptorCount())
                : MOST;
    }

    /** As many as there are files for where the process may have {@code openFiles} open. */
    static int connections(long openFiles) {
        return (int) Math.max(LEAST, Math.min(MOST, openFiles / SHARE));
    }
}
