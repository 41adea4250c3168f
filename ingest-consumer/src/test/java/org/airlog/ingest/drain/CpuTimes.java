package org.airlog.ingest.drain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel says a process has used of the processors: {@code /proc/PID/stat}, in hundredths of a second. */
final class CpuTimes {

    /** Clock ticks of {@code proc(5)}: 100 a second on every Linux that Java runs on. */
    private static final long MICROS_PER_TICK = 10_000;

    private static final int USER = 11;
    private static final int CHILDREN_SYSTEM = 14;

    private CpuTimes() {}

    /** Microseconds of {@code process}, of its descendants, and of those of them that have ended. */
    static long micros(ProcessHandle process) {
        return own(process) + process.descendants().mapToLong(CpuTimes::own).sum();
    }

    private static long own(ProcessHandle process) {
        Path file = Path.of("/proc", Long.toString(process.pid()), "stat");
        try {
            String stat = Files.readString(file);
            // Behind the name, which may hold anything.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1);
            long ticks = 0;
            for (int i = USER; i <= CHILDREN_SYSTEM; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks * MICROS_PER_TICK;
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
            return 0;
        }
    }
}
