package org.airlog.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTableTest {

    @TempDir
    private Path proc;

    private ProcessTable table;

    @BeforeEach
    void makeATable() throws IOException {
        table = new ProcessTable(proc);
        process(1, 0, "init", 900, 0, 0, 0);
        process(10, 1, "a (server) 7", 100, 20, 30, 5);
        process(11, 10, "child", 200, 0, 0, 0);
        process(12, 11, "child of it", 0, 45, 0, 0);
        process(13, 1, "another", 700, 0, 0, 0);
    }

    @Test
    void countsAProcessWithAllThatItBegan() throws IOException {
        assertThat(table.seconds(10)).isEqualTo(4.0);
        assertThat(table.seconds(12)).isEqualTo(0.45);
    }

    @Test
    void countsNothingForNobody() throws IOException {
        assertThat(table.seconds(99)).isZero();
        assertThat(new ProcessTable(proc.resolve("missing")).seconds(10)).isZero();
        assertThat(new ProcessTable(proc.resolve("missing")).listeningOn(1883)).isEmpty();
    }

    @Test
    void findsTheFirstOfThoseThatListenOnAPort() throws IOException {
        Files.createDirectories(proc.resolve("net"));
        Files.writeString(
                proc.resolve("net/tcp"),
                """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 0100007F:075B 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100
                   1: 0100007F:075C 00000000:0000 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 100
                """);
        socket(11, 4711);
        socket(10, 4711);
        socket(13, 4712);

        assertThat(table.listeningOn(1883)).hasValue(10);
        // One that is connected, not listened on.
        assertThat(table.listeningOn(1884)).isEmpty();
    }

    @Test
    void tellsWhatThreadsOfAProcessHaveTakenByTheirNames() throws IOException {
        thread(10, 100, "loop", 50, 0);
        thread(10, 101, "loop", 0, 25);
        thread(10, 102, "a (task)", 10, 0);

        assertThat(table.secondsByThread(10)).isEqualTo(Map.of("loop", 0.75, "a (task)", 0.1));
    }

    @Test
    void clocksWhatIsTakenFromItsStart() throws IOException {
        var clock = CpuClock.start(table, Map.of("server", 13L));
        process(13, 1, "another", 750, 25, 0, 0);

        assertThat(clock.seconds()).isEqualTo(Map.of("server", 0.75));
    }

    @Test
    void tellsAProcessThatIsAllInOneByItsParts() throws IOException {
        thread(10, 100, "hivemq-eventloo", 50, 0);
        thread(10, 101, "kafka-producer-", 25, 0);
        thread(10, 102, "data-plane-kafk", 5, 5);
        thread(10, 103, "airlog-ingest", 0, 0);
        thread(10, 104, "GC Thread#0", 0, 0);
        var clock = CpuClock.start(table, Map.of(CpuClock.ALL_IN_ONE, 10L));
        thread(10, 100, "hivemq-eventloo", 150, 0);
        thread(10, 101, "kafka-producer-", 75, 0);
        thread(10, 102, "data-plane-kafk", 15, 15);
        thread(10, 103, "airlog-ingest", 0, 75);
        thread(10, 104, "GC Thread#0", 25, 0);

        var seconds = clock.seconds();
        seconds.replaceAll((part, time) -> Math.round(time * 100) / 100.0);
        assertThat(seconds).isEqualTo(Map.of("broker", 1.5, "kafka", 0.2, "consumer", 0.75, "java", 0.25));
    }

    private void process(int id, int parent, String name, int user, int system, int waitedUser, int waitedSystem)
            throws IOException {
        write(proc.resolve(id + "/stat"), id, name, parent, user, system, waitedUser, waitedSystem);
    }

    private void thread(int process, int id, String name, int user, int system) throws IOException {
        write(proc.resolve(process + "/task/" + id + "/stat"), id, name, 1, user, system, 0, 0);
    }

    private static void write(
            Path file, int id, String name, int parent, int user, int system, int waitedUser, int waitedSystem)
            throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                id + " (" + name + ") S " + parent + " 1 1 0 -1 4194560 1 2 3 4 " + user + " " + system + " "
                        + waitedUser + " " + waitedSystem + " 20 0 1 0 33 1000 200\n");
    }

    private void socket(int process, int inode) throws IOException {
        Files.createDirectories(proc.resolve(process + "/fd"));
        Files.createSymbolicLink(proc.resolve(process + "/fd/3"), Path.of("socket:[" + inode + "]"));
    }
}
