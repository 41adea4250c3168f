package org.airlog.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL's files below one directory, and the programs that make, start and stop a server on them. Whoever calls it
 * holds the directory's lock.
 */
final class DatabaseCluster {

    private static final Logger log = LoggerFactory.getLogger(DatabaseCluster.class);

    private static final String UNFINISHED = "unfinished-";

    private final Path directory;
    private final Path cluster;
    private final Path programs;
    private final ServerAccount account;

    DatabaseCluster(Path directory, Path binaries, ServerAccount account) {
        this.directory = directory;
        this.cluster = directory.resolve("cluster");
        this.programs = binaries.resolve("bin");
        this.account = account;
    }

    /**
     * Makes the files and the database when they are not there yet.
     *
     * <p>A broken off {@code initdb} leaves files on which no server starts, so the work is done under another name and
     * renamed when all of it is on the disk. What an earlier start left unfinished is removed.
     */
    void createUnlessDone(String user, String password) throws IOException {
        removeUnfinished();
        if (Files.exists(cluster)) {
            return;
        }
        Path unfinished = Files.createTempDirectory(directory, UNFINISHED);
        Path passwordFile = Files.createTempFile(
                directory,
                UNFINISHED,
                ".pw",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(passwordFile, password);
            ownBy(unfinished);
            initdb(unfinished, user, passwordFile);
            createDatabase(unfinished, user);
            Files.move(unfinished, cluster, StandardCopyOption.ATOMIC_MOVE);
            FileTree.sync(directory);
        } finally {
            Files.delete(passwordFile);
        }
    }

    /** Starts the server and waits until it takes connections. */
    void start(int port) throws IOException {
        Path startLog = directory.resolve("start.log");
        Files.deleteIfExists(startLog);
        ownBy(cluster);
        try {
            Command.run(
                    program(
                            "pg_ctl",
                            "start",
                            "--wait",
                            "--timeout=100",
                            "--pgdata=" + cluster,
                            "--log=" + startLog,
                            "--options=" + options(port)),
                    "");
        } catch (IOException failure) {
            stopLateStarter(failure);
            throw new IOException(
                    "PostgreSQL did not start, see " + startLog + " and " + cluster.resolve("log"), failure);
        }
    }

    /** Ends every connection and shuts down in order; only when that takes more than a minute, without order. */
    void stop() throws IOException {
        try {
            Command.run(program("pg_ctl", "stop", "--wait", "--timeout=60", "--mode=fast", "--pgdata=" + cluster), "");
        } catch (IOException failure) {
            log.atWarn().setCause(failure).log("PostgreSQL did not stop in order");
            Command.run(
                    program("pg_ctl", "stop", "--wait", "--timeout=30", "--mode=immediate", "--pgdata=" + cluster), "");
        }
    }

    /** Completes when the server that runs now has ended, whoever ended it. */
    CompletableFuture<ProcessHandle> ended() throws IOException {
        Path pidFile = cluster.resolve("postmaster.pid");
        return process(pidFile)
                .orElseThrow(
                        () -> new IOException("PostgreSQL is gone just after its start, see " + cluster.resolve("log")))
                .onExit();
    }

    /**
     * Stops the server that a killed JVM has left behind: it would be taken for ours, with the port and the settings of
     * former days.
     */
    void stopOrphan() throws IOException {
        Path pidFile = cluster.resolve("postmaster.pid");
        Optional<ProcessHandle> process = process(pidFile);
        if (process.isEmpty()) {
            // PostgreSQL itself does away with a file whose process is gone.
            return;
        }
        long pid = process.get().pid();
        switch (ClusterOwner.of(process.get(), cluster)) {
            case OURS -> {
                log.atWarn().addKeyValue("pid", pid).log("stopping the PostgreSQL that an earlier process left behind");
                stop();
            }
            // The number has gone to it, as it will after a restart of the machine; PostgreSQL would not start.
            case STRANGER -> Files.delete(pidFile);
            case UNCLEAR ->
                throw new IOException("cannot tell whether process " + pid + ", named in " + pidFile
                        + ", is the PostgreSQL of this directory: stop it, or remove that file if it is not");
        }
    }

    /** One that was too slow, say in a long recovery, must not come up after all. */
    private void stopLateStarter(IOException failure) {
        try {
            stopOrphan();
        } catch (IOException failureOfStop) {
            failure.addSuppressed(failureOfStop);
        }
    }

    private static Optional<ProcessHandle> process(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.get(0).strip().matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(ProcessHandle::isAlive);
    }

    private void initdb(Path target, String user, Path passwordFile) throws IOException {
        Command.run(
                program(
                        "initdb",
                        "--pgdata=" + target,
                        "--username=" + user,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--data-checksums",
                        "--encoding=UTF8",
                        // Sorts by code point, whatever libraries the machine has: indexes stay good when it moves on.
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8"),
                "");
    }

    /** In single-user mode: no server that would listen, no client, no password on the way. */
    private void createDatabase(Path target, String name) throws IOException {
        Command.run(
                program("postgres", "--single", "-D", target.toString(), "postgres"),
                "CREATE DATABASE " + name + ";\n");
    }

    private static String options(int port) {
        return String.join(
                " ",
                "-p " + port,
                "-c listen_addresses=127.0.0.1",
                "-c unix_socket_directories=",
                "-c fsync=on",
                "-c password_encryption=scram-sha-256",
                "-c timezone=UTC",
                // A hypertable has a chunk a day and sensor data of decades: 11,000 chunks need this many.
                "-c max_locks_per_transaction=512",
                // One file for each day of the week, written anew a week later.
                "-c logging_collector=on",
                "-c log_filename=postgresql-%a.log",
                "-c log_rotation_age=1d",
                "-c log_truncate_on_rotation=on",
                // Statements and details would show readings and positions.
                "-c log_min_error_statement=panic",
                "-c log_error_verbosity=terse");
    }

    private List<String> program(String name, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = programs.resolve(name).toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return account.command(command);
    }

    private void ownBy(Path root) throws IOException {
        int owner = account.fileOwner();
        if (owner != ServerAccount.UNCHANGED
                && !Files.getAttribute(root, "unix:uid").equals(owner)) {
            FileTree.giveTo(owner, root);
        }
    }

    private void removeUnfinished() throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory, UNFINISHED + "*")) {
            for (Path leftover : leftovers) {
                remove(leftover);
            }
        }
    }

    private static void remove(Path leftover) {
        try {
            FileTree.delete(leftover);
        } catch (IOException failure) {
            // An initdb can outlive its JVM and still write there: then it is the next start's turn.
            log.atWarn().addKeyValue("path", leftover).setCause(failure).log("cannot remove an unfinished database");
        }
    }
}
