package org.airlog.bench.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** The operating system's table of processes, {@code /proc}; empty where there is none. Immutable and thread-safe. */
public final class ProcessTable {

    private static final int PPID = 1;
    private static final int UTIME = 11;
    private static final int CSTIME = 14;
    /** Of {@code /proc}: 100 on every Linux there is. */
    private static final double TICKS_PER_SECOND = 100;

    private static final String LISTENING = "0A";

    private final Path root;

    /** That of this machine. */
    public ProcessTable() {
        this(Path.of("/proc"));
    }

    ProcessTable(Path root) {
        this.root = root;
    }

    /**
     * Seconds of processor time that process {@code id} has taken, and every process that it began, also those that have ended and that
     * it has waited for. 0 where there is no such process.
     */
    public double seconds(long id) throws IOException {
        Map<Long, List<String>> all = all();
        var counted = new HashSet<Long>(Set.of(id));
        int before;
        do {
            before = counted.size();
            all.forEach((process, fields) -> {
                if (counted.contains(Long.parseLong(fields.get(PPID)))) {
                    counted.add(process);
                }
            });
        } while (counted.size() > before);
        double ticks = 0;
        for (Long process : counted) {
            List<String> fields = all.get(process);
            if (fields != null) {
                for (int field = UTIME; field <= CSTIME; field++) {
                    ticks += Long.parseLong(fields.get(field));
                }
            }
        }
        return ticks / TICKS_PER_SECOND;
    }

    /**
     * The same of the threads of process {@code id}, by the names that they have (at most 15 characters). Threads that end
     * take their time with them.
     */
    public Map<String, Double> secondsByThread(long id) throws IOException {
        var seconds = new TreeMap<String, Double>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(root.resolve(id + "/task"))) {
            for (Path thread : threads) {
                try {
                    String stat = Files.readString(thread.resolve("stat"));
                    List<String> fields = fields(stat);
                    double ticks = Long.parseLong(fields.get(UTIME)) + Long.parseLong(fields.get(UTIME + 1));
                    String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
                    seconds.merge(name, ticks / TICKS_PER_SECOND, Double::sum);
                } catch (NoSuchFileException ended) {
                    // It has just ended.
                }
            }
        }
        return seconds;
    }

    /** The process that listens on TCP {@code port}, where that may be looked up. */
    public OptionalLong listeningOn(int port) throws IOException {
        var sockets = new HashSet<String>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            Path file = root.resolve(table);
            if (Files.isReadable(file)) {
                for (String line : Files.readAllLines(file)) {
                    String[] fields = line.strip().split("\\s+", -1);
                    if (fields.length > 9
                            && fields[3].equals(LISTENING)
                            && fields[1].endsWith(String.format(Locale.ROOT, ":%04X", port))) {
                        sockets.add("socket:[" + fields[9] + "]");
                    }
                }
            }
        }
        if (!sockets.isEmpty()) {
            var owners = new ArrayList<Long>();
            for (Long process : processes()) {
                if (hasAny(process, sockets)) {
                    owners.add(process);
                }
            }
            // A server hands its socket down to those it begins: the first of them is the server.
            return owners.stream().mapToLong(Long::longValue).min();
        }
        return OptionalLong.empty();
    }

    private boolean hasAny(long process, Set<String> sockets) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root.resolve(process + "/fd"))) {
            for (Path file : files) {
                if (Files.isSymbolicLink(file)
                        && sockets.contains(Files.readSymbolicLink(file).toString())) {
                    return true;
                }
            }
            return false;
        } catch (IOException notOursOrEnded) {
            return false;
        }
    }

    /** The fields of each process's {@code stat} from the third on, the state, as names may have blanks. */
    private Map<Long, List<String>> all() throws IOException {
        var all = new TreeMap<Long, List<String>>();
        for (Long process : processes()) {
            try {
                all.put(process, fields(Files.readString(root.resolve(process + "/stat"))));
            } catch (IOException ended) {
                // Reading the table of a process that has just ended fails.
            }
        }
        return all;
    }

    private static List<String> fields(String stat) {
        return List.of(stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1));
    }

    private List<Long> processes() throws IOException {
        var processes = new ArrayList<Long>();
        if (Files.isDirectory(root)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, "[0-9]*")) {
                for (Path entry : entries) {
                    processes.add(Long.parseLong(String.valueOf(entry.getFileName())));
                }
            }
        }
        return processes;
    }
}
