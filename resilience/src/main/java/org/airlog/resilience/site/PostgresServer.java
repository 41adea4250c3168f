package org.airlog.resilience.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.airlog.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL: a postmaster and its children, processes beside this JVM. A killed postmaster's children end by
 * themselves, some of them later than the next start would like; a start is therefore tried until it succeeds.
 */
final class PostgresServer implements Server {

    private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);

    private static final int PAUSE_MILLIS = 500;

    private final Path directory;
    private final int port;
    private final String password;
    private volatile @Nullable Start start;

    PostgresServer(Path directory, int port, String password) {
        this.directory = directory;
        this.port = port;
        this.password = password;
    }

    /** One start, tried on until it succeeds or is given up, and the server that came of it. */
    private final class Start implements Runnable {

        private final Thread thread = new Thread(this, "postgresql-start");
        private volatile boolean isGivenUp;
        private volatile @Nullable EmbeddedPostgres running;

        @Override
        public void run() {
            while (!isGivenUp) {
                var attempt = new EmbeddedPostgres(directory, port, password);
                try {
                    attempt.start();
                    running = attempt;
                    return;
                } catch (IOException | RuntimeException e) {
                    log.atDebug().setCause(e).log("PostgreSQL does not start yet");
                    pause();
                }
            }
        }

        /** The processes are dead or to be left alone: only the directory is let go of. */
        void release() {
            isGivenUp = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            EmbeddedPostgres last = running;
            running = null;
            if (last != null) {
                try {
                    last.close();
                } catch (RuntimeException nothingLeftToStop) {
                    log.atDebug().setCause(nothingLeftToStop).log("PostgreSQL was gone already");
                }
            }
        }

        private void pause() {
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void start() {
        var next = new Start();
        start = next;
        next.thread.setDaemon(true);
        next.thread.start();
    }

    @Override
    public boolean isReady() {
        return start != null && start.running != null && postmaster().isPresent();
    }

    @Override
    public boolean isAlive() {
        return start != null && (start.thread.isAlive() || postmaster().isPresent());
    }

    @Override
    public void kill() {
        if (start == null) {
            return;
        }
        start.isGivenUp = true;
        do {
            postmaster().ifPresent(process -> {
                process.destroyForcibly();
                process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
            });
        } while (start.thread.isAlive() && !join(start.thread));
        postmaster().ifPresent(ProcessHandle::destroyForcibly);
        start.release();
    }

    @Override
    public void freeze() throws IOException {
        Signals.freeze(processes());
    }

    @Override
    public void thaw() throws IOException {
        Signals.thaw(processes());
    }

    @Override
    public void terminate() {
        if (start != null) {
            start.release();
        }
    }

    /** The one that forks comes first: when it is frozen, no new ones come. */
    private List<ProcessHandle> processes() {
        var processes = new ArrayList<ProcessHandle>();
        postmaster().ifPresent(postmaster -> {
            processes.add(postmaster);
            postmaster.children().forEach(processes::add);
        });
        return processes;
    }

    private Optional<ProcessHandle> postmaster() {
        Path pidFile = directory.resolve("cluster").resolve("postmaster.pid");
        try {
            String first = Files.readAllLines(pidFile).get(0).strip();
            return ProcessHandle.of(Long.parseLong(first))
                    .filter(ProcessHandle::isAlive)
                    .filter(this::isOurs);
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException noServer) {
            return Optional.empty();
        }
    }

    /** The number in the file of a server that was killed may have gone to a stranger since. */
    private boolean isOurs(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains(directory.toString());
    }

    private static boolean join(Thread thread) {
        try {
            thread.join(PAUSE_MILLIS);
            return !thread.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
