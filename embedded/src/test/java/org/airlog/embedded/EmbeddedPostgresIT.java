package org.airlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Tag("once")
class EmbeddedPostgresIT {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgresIT.class);

    private static final String PASSWORD = "it's a \"pass word\" & 50%";

    @TempDir
    Path temporary;

    private Path directory = Path.of("");

    @BeforeEach
    void chooseDirectory() throws IOException {
        directory = Files.createDirectories(temporary.resolve("a path with (spaces)"));
    }

    @Test
    void takesThePasswordAndNoOther() throws Exception {
        try (EmbeddedPostgres postgres = new EmbeddedPostgres(directory, 0, PASSWORD)) {
            postgres.start();

            assertThat(query(postgres, "SELECT current_user || '/' || current_database()"))
                    .isEqualTo("airlog/airlog");
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), "airlog", "wrong"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThat(query(postgres, "SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules"))
                    .isEqualTo("scram-sha-256");
        }
    }

    @Test
    void putsEveryCommitOnTheDisk() throws Exception {
        try (EmbeddedPostgres postgres = new EmbeddedPostgres(directory, 0, PASSWORD)) {
            postgres.start();

            assertThat(List.of(
                            query(postgres, "SHOW fsync"),
                            query(postgres, "SHOW synchronous_commit"),
                            query(postgres, "SHOW full_page_writes"),
                            query(postgres, "SHOW data_checksums"),
                            query(postgres, "SHOW max_locks_per_transaction"),
                            query(postgres, "SHOW listen_addresses")))
                    .containsExactly("on", "on", "on", "on", "512", "127.0.0.1");
        }
    }

    @Test
    void keepsItsRowsAcrossARestartOnAnotherPort() throws Exception {
        Instant began = Instant.now();
        try (EmbeddedPostgres first = new EmbeddedPostgres(directory, 0, PASSWORD)) {
            first.start();
            log.info(
                    "a first start took {} ms",
                    Duration.between(began, Instant.now()).toMillis());
            execute(first, "CREATE TABLE kept AS SELECT 42 AS answer");
        }

        began = Instant.now();
        try (EmbeddedPostgres second = new EmbeddedPostgres(directory, 0, PASSWORD)) {
            second.start();
            log.info(
                    "a restart took {} ms",
                    Duration.between(began, Instant.now()).toMillis());

            assertThat(query(second, "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void replacesTheServerThatAKilledJvmLeftBehind() throws Exception {
        int port = Ports.claim(InetAddress.getLoopbackAddress(), 0);
        Path postgresDirectory = directory.resolve("postgres");
        Path uri = directory.resolve("uri");
        try (ChildJvm child = ChildJvm.run(PostgresChild.class, directory, postgresDirectory, port, "secret", uri)) {
            assertThat(child.contentOf(uri)).isEqualTo("postgresql://airlog:secret@127.0.0.1:" + port + "/airlog");
            child.kill();
        }
        long orphan = postmaster(postgresDirectory);
        assertThat(ProcessHandle.of(orphan)).isPresent();
        String orphansUrl = "jdbc:postgresql://127.0.0.1:" + port + "/airlog";
        try (Connection open = DriverManager.getConnection(orphansUrl, "airlog", "secret");
                Statement statement = open.createStatement()) {
            statement.execute("CREATE TABLE kept AS SELECT 42 AS answer");

            Instant began = Instant.now();
            try (EmbeddedPostgres postgres = new EmbeddedPostgres(postgresDirectory, port, "secret")) {
                postgres.start();
                log.info(
                        "replacing an orphan took {} ms",
                        Duration.between(began, Instant.now()).toMillis());

                assertThat(postmaster(postgresDirectory)).isNotEqualTo(orphan);
                assertThat(query(postgres, "secret", "SELECT answer FROM kept")).isEqualTo("42");
            }
        }
    }

    @Test
    void replacesAnOrphanThatIsReachedByAnotherName() throws Exception {
        Path postgresDirectory = directory.resolve("postgres");
        Path uri = directory.resolve("uri");
        try (ChildJvm child = ChildJvm.run(PostgresChild.class, directory, postgresDirectory, 0, PASSWORD, uri)) {
            child.contentOf(uri);
            child.kill();
        }
        long orphan = postmaster(postgresDirectory);
        Path link = Files.createSymbolicLink(directory.resolve("link"), postgresDirectory);

        try (EmbeddedPostgres postgres = new EmbeddedPostgres(link, 0, PASSWORD)) {
            postgres.start();

            // Its end is seen when the system has reaped it, a moment after the server has gone.
            assertThat(ProcessHandle.of(orphan).stream())
                    .allSatisfy(ended -> assertThat(ended.onExit()).succeedsWithin(Duration.ofMinutes(1)));
        }
    }

    @Test
    void tellsOfADeathAndNotOfAnEndInOrder() throws Exception {
        EmbeddedPostgres killed = new EmbeddedPostgres(directory.resolve("killed"), 0, PASSWORD);
        EmbeddedPostgres closed = new EmbeddedPostgres(directory.resolve("closed"), 0, PASSWORD);
        killed.start();
        closed.start();
        Path pidFile = directory.resolve("killed").resolve("cluster").resolve("postmaster.pid");
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());

        closed.close();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        assertThat(killed.died()).succeedsWithin(Duration.ofSeconds(10));
        assertThat(closed.died()).isNotDone();
    }

    @Test
    void startsWhereTheNumberOfAFormerServerHasGoneToAnotherProcess() throws Exception {
        try (EmbeddedPostgres first = new EmbeddedPostgres(directory, 0, PASSWORD)) {
            first.start();
        }
        Path pidFile = directory.resolve("cluster").resolve("postmaster.pid");
        Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");

        try (EmbeddedPostgres second = new EmbeddedPostgres(directory, 0, PASSWORD)) {
            second.start();

            assertThat(query(second, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void beginsAnewWhereAnInitdbWasBrokenOff() throws Exception {
        Path unfinished =
                Files.createDirectories(directory.resolve("unfinished-1").resolve("base"));
        Files.writeString(unfinished.resolve("PG_VERSION"), "17");

        try (EmbeddedPostgres postgres = new EmbeddedPostgres(directory, 0, PASSWORD)) {
            postgres.start();

            assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
            assertThat(unfinished).doesNotExist();
        }
    }

    @Test
    void leavesNoPasswordBehind() throws Exception {
        try (EmbeddedPostgres postgres = new EmbeddedPostgres(directory, 0, "find-me-if-you-can")) {
            postgres.start();

            ProcessBuilder grep = new ProcessBuilder("grep", "-r", "-l", "find-me-if-you-can", directory.toString());
            assertThat(grep.start().inputReader().lines()).isEmpty();
        }
    }

    @Test
    void movesFromOneAccountOfRootToTheOther() throws Exception {
        assumeTrue(ServerAccount.find().equals(ServerAccount.IN_USER_NAMESPACE), "needs root and user namespaces");
        try (EmbeddedPostgres first = new EmbeddedPostgres(directory, 0, PASSWORD)) {
            first.start(ServerAccount.AS_NOBODY);
            execute(first, "CREATE TABLE kept AS SELECT 42 AS answer");
        }

        try (EmbeddedPostgres second = new EmbeddedPostgres(directory, 0, PASSWORD)) {
            second.start(ServerAccount.IN_USER_NAMESPACE);

            assertThat(query(second, "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void saysThatThePortIsInUse() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                EmbeddedPostgres postgres = new EmbeddedPostgres(directory, other.getLocalPort(), PASSWORD)) {
            assertThatThrownBy(postgres::start)
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("port " + other.getLocalPort());
        }
    }

    @Test
    void refusesADirectoryThatAnotherServerUses() throws Exception {
        try (EmbeddedPostgres first = new EmbeddedPostgres(directory, 0, PASSWORD);
                EmbeddedPostgres second = new EmbeddedPostgres(directory, 0, PASSWORD)) {
            first.start();

            assertThatThrownBy(second::start).isInstanceOf(IOException.class).hasMessageContaining("in use");
        }
    }

    @Test
    void refusesWhatAShellWouldRead() {
        assertThatThrownBy(() -> new EmbeddedPostgres(Path.of("/tmp/$HOME"), 0, PASSWORD))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EmbeddedPostgres(directory, 0, "x; DROP DATABASE y", PASSWORD))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EmbeddedPostgres(directory, 0, "two\nlines"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mayBeClosedTwiceAndStartedOnlyOnce() throws Exception {
        EmbeddedPostgres postgres = new EmbeddedPostgres(directory, 0, PASSWORD);
        postgres.start();
        assertThatThrownBy(postgres::start).isInstanceOf(IllegalStateException.class);
        postgres.close();

        postgres.close();

        assertThat(directory.resolve("cluster").resolve("postmaster.pid")).doesNotExist();
        assertThatThrownBy(postgres::jdbcUrl).isInstanceOf(IllegalStateException.class);
    }

    private static long postmaster(Path postgresDirectory) throws IOException {
        Path pidFile = postgresDirectory.resolve("cluster").resolve("postmaster.pid");
        return Long.parseLong(Files.readAllLines(pidFile).get(0));
    }

    private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
        return query(postgres, PASSWORD, sql);
    }

    private static String query(EmbeddedPostgres postgres, String password, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl(), "airlog", password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl(), "airlog", PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
