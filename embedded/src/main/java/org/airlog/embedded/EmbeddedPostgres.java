package org.airlog.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of its own, run as a process beside this JVM and stopped with it.
 *
 * <p>Nothing is given away for speed: {@code fsync} is on, passwords are SCRAM, pages carry checksums. The server listens
 * on 127.0.0.1 alone. The user owns the server (a superuser), and the database bears the user's name.
 *
 * <p>When the JVM is killed the server lives on; the next {@link #start()} on the directory stops it in order before it
 * starts another. Run by root, the server gets an account of its own, see {@code ServerAccount}.
 *
 * <p>Only zonky's archives of PostgreSQL's programs are used, not zonky's own starter: that one switches fsync off and
 * trusts everybody, leaves broken what a kill interrupts, and takes an orphaned server with its old settings for its own.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private final Path directory;
    private final int requestedPort;
    private final String user;
    private final String password;
    private final CompletableFuture<Void> died = new CompletableFuture<>();
    private volatile boolean isClosing;
    private int port;
    private boolean startCalled;
    private @Nullable DirectoryLock lock;
    private @Nullable DatabaseCluster running;

    /** A server whose user and database are named {@code airlog}. */
    public EmbeddedPostgres(Path directory, int port, String password) {
        this(directory, port, "airlog", password);
    }

    /**
     * Remembers where to run.
     *
     * @param directory made when missing, used by this server alone; as {@code pg_ctl} hands it to a shell, its path
     *     holds neither double quotes, backquotes, backslashes nor {@code $}
     * @param port to listen on at 127.0.0.1; 0 = any free one
     * @param user a lower-case SQL name; it counts when the directory is new, as does the password
     * @param password not empty and without line ends
     */
    public EmbeddedPostgres(Path directory, int port, String user, String password) {
        if (!user.matches("[a-z_][a-z0-9_]{0,62}") || user.startsWith("pg_")) {
            throw new IllegalArgumentException("not a user name: " + user);
        }
        if (directory.toAbsolutePath().toString().chars().anyMatch(c -> "\"`$\\\n".indexOf(c) >= 0)) {
            throw new IllegalArgumentException(
                    "PostgreSQL cannot run in a directory with quotes, backslashes or $: " + directory);
        }
        if (password.isEmpty() || password.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the password must not be empty nor hold control characters");
        }
        this.directory = directory.toAbsolutePath().normalize();
        this.requestedPort = port;
        this.user = user;
        this.password = password;
    }

    /** Starts the server, once, and returns when it takes connections. Throws when the port or the directory is in use. */
    public void start() throws IOException {
        start(ServerAccount.find());
    }

    void start(ServerAccount account) throws IOException {
        if (startCalled) {
            throw new IllegalStateException("already started");
        }
        startCalled = true;
        lock = DirectoryLock.take(directory);
        try {
            DatabaseCluster cluster = new DatabaseCluster(directory, PostgresBinaries.unpacked(directory), account);
            // Before the port is looked at: the orphan may hold it.
            cluster.stopOrphan();
            port = Ports.claim(Ports.loopback(), requestedPort);
            cluster.createUnlessDone(user, password);
            cluster.start(port);
            running = cluster;
            var unused = cluster.ended().thenRun(this::tellUnlessClosing);
        } catch (IOException | RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /** Where JDBC connects, without user and password; known once {@link #start()} has returned. */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + address();
    }

    /** All that a client needs, the password included, as {@code psql} takes it. Keep it out of logs. */
    public String uri() {
        String quotedPassword =
                URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20");
        return "postgresql://" + user + ":" + quotedPassword + "@" + address();
    }

    /** Completes when the server has ended and nobody had closed it: by a kill or a fault. */
    public CompletableFuture<Void> died() {
        return died.copy();
    }

    /** Ends every connection, shuts the server down in order and lets go of the directory. A second call does nothing. */
    @Override
    public void close() {
        isClosing = true;
        try {
            if (running != null) {
                running.stop();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            running = null;
            if (lock != null) {
                lock.close();
                lock = null;
            }
        }
    }

    private void tellUnlessClosing() {
        if (!isClosing) {
            died.complete(null);
        }
    }

    private String address() {
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return "127.0.0.1:" + port + "/" + user;
    }
}
