package org.airlog.resilience.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.airlog.resilience.schedule.Part;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server, and who looks after it: when it ends by itself it is started again after 3 s, as a supervisor would. Thread-safe.
 */
public final class Supervised {

    private static final Logger log = LoggerFactory.getLogger(Supervised.class);

    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final Part part;
    private volatile Server server;
    private boolean isWanted;
    private int ends;
    private long endSeenAt;

    Supervised(Part part, Server server) {
        this.part = part;
        this.server = server;
    }

    /** Starts it; {@link #isReady} tells when that is done. */
    public synchronized void start() {
        try {
            server.start();
            isWanted = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it serves. */
    public boolean isReady() {
        return server.isAlive() && server.isReady();
    }

    /** SIGKILL. */
    public synchronized void kill() {
        isWanted = false;
        server.kill();
    }

    /** SIGSTOP. */
    public synchronized void freeze() throws IOException {
        server.freeze();
    }

    /** SIGCONT. */
    public synchronized void thaw() throws IOException {
        server.thaw();
    }

    /** SIGTERM; returns when it has ended. */
    public synchronized void terminate() {
        isWanted = false;
        server.terminate();
    }

    /** SIGTERM; then another takes its place and is started. */
    synchronized void exchange(Server next) {
        terminate();
        server = next;
        start();
    }

    /** How often it has ended though nobody had told it to. */
    public synchronized int ends() {
        return ends;
    }

    /** Starts it again where that is due. */
    synchronized void lookAfter() {
        if (!isWanted || server.isAlive()) {
            endSeenAt = 0;
            return;
        }
        if (endSeenAt == 0) {
            endSeenAt = System.nanoTime();
            ends++;
            log.atWarn().addKeyValue("part", part.word()).log("has ended by itself");
        } else if (System.nanoTime() - endSeenAt > PAUSE.toNanos()) {
            endSeenAt = 0;
            start();
        }
    }
}
