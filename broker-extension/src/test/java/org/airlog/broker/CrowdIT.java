package org.airlog.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.airlog.observation.Payload;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registered sensor goes on to publish, and gets its PUBACKs, while strangers crowd the door. */
@Tag("once")
class CrowdIT {

    private static final int CROWD = 5_000;
    private static final int PUBLISHES = 100;

    /** What a crowd may cost an honest sensor, on a machine that others use too. */
    private static final double MAX_RATIO = 30;

    @TempDir
    static Path directory;

    private static Installation airlog;
    private static Device device;
    private static double secondsAlone;

    private int sent;

    @BeforeAll
    static void startAll() throws Exception {
        airlog = new Installation(directory, Map.of("airlog.limits.enabled", "false")).start();
        device = Device.register(airlog.port());
        for (int i = 0; i < 3; i++) {
            new CrowdIT().secondsToPublish();
        }
        secondsAlone = new CrowdIT().secondsToPublish();
    }

    @AfterAll
    static void stopAll() {
        airlog.close();
    }

    @Test
    void beside5000ConnectionsThatSayNothing() throws Exception {
        List<SocketChannel> crowd = crowd(ByteBuffer.allocate(0));
        try {
            tells("connections that say nothing", crowd.size(), secondsToPublish());
            assertThat(isClosedByServer(crowd.get(0))).isTrue();
        } finally {
            close(crowd);
        }
    }

    @Test
    void beside5000ConnectionsThatStopWithinTheirConnect() throws Exception {
        // A CONNECT that states 100 bytes and sends the protocol's name.
        List<SocketChannel> crowd = crowd(ByteBuffer.wrap(new byte[] {0x10, 100, 0, 4, 'M', 'Q', 'T', 'T'}));
        try {
            tells("connections that stop within their CONNECT", crowd.size(), secondsToPublish());
            assertThat(isClosedByServer(crowd.get(0))).isTrue();
        } finally {
            close(crowd);
        }
    }

    /** A session is kept for an hour at most; what a stranger leaves behind until then must be small. */
    @Test
    void aSessionThatIsLeftBehindIsSmall() throws Exception {
        int sessions = 2_000;
        long before = Heap.usedAfterCollection();
        for (int i = 0; i < sessions; i++) {
            try (var client = RawMqtt.open(airlog.port(), 5)) {
                client.sendConnect("left-" + i, false, false, Map.of()).read();
                assertThat(client.subscribe("client/left-" + i + "/#")).isLessThan(0x80);
            }
        }

        long each = (Heap.usedAfterCollection() - before) / sessions;

        System.getLogger("figures")
                .log(System.Logger.Level.INFO, "a session that is left behind takes {0} bytes of {1}", each, sessions);
        assertThat(each).isLessThan(16 << 10);
    }

    @Test
    void besideAStormOfConnects() throws Exception {
        besideAStorm("CONNECTs", Map.of());
    }

    /** bcrypt costs a tenth of a second of a core, which is what somebody who guesses would have us spend. */
    @Test
    void besideAStormOfWrongPasswords() throws Exception {
        besideAStorm("CONNECTs with a wrong password", Map.of("user", "operator", "password", "guessed"));
    }

    private void besideAStorm(String what, Map<String, String> login) throws Exception {
        var over = new AtomicBoolean();
        var connects = new AtomicInteger();
        ExecutorService strangers = Executors.newFixedThreadPool(8);
        try {
            for (int i = 0; i < 8; i++) {
                strangers.execute(() -> {
                    while (!over.get()) {
                        try (var client = RawMqtt.open(airlog.port(), 5)) {
                            client.sendConnect("storm-" + UUID.randomUUID(), true, false, login)
                                    .read();
                            connects.incrementAndGet();
                        } catch (IOException e) {
                            // One that was turned away comes back at once.
                        }
                    }
                });
            }

            double seconds = secondsToPublish();
            tells(what, connects.get(), seconds);
            assertThat(connects.get()).isPositive();
        } finally {
            over.set(true);
            strangers.shutdown();
            assertThat(strangers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void tells(String what, int count, double seconds) {
        System.getLogger("figures")
                .log(
                        System.Logger.Level.INFO,
                        "{0} signed publishes beside {1} {2}: {3} times as long as alone",
                        PUBLISHES,
                        count,
                        what,
                        seconds / secondsAlone);
        assertThat(seconds).isLessThan(MAX_RATIO * secondsAlone + 1);
    }

    /** Each on a connection of its own, as a sensor that sleeps in between; every one must be stored. */
    private double secondsToPublish() throws Exception {
        long begun = System.nanoTime();
        for (int i = 0; i < PUBLISHES; i++) {
            sent++;
            Payload payload = Device.reading(Duration.ofSeconds(sent), sent);
            try (var client = RawMqtt.connect(airlog.port(), 5, "honest")) {
                client.publish(
                        device.topic(),
                        1,
                        false,
                        1,
                        payload.bytes(),
                        Map.of("Authorization", device.authorization(payload)));
                RawMqtt.Packet puback = client.read();
                assertThat(puback.type()).isEqualTo(RawMqtt.PUBACK);
                assertThat(puback.reasonCode()).isLessThan(0x80);
            }
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    private static List<SocketChannel> crowd(ByteBuffer saying) throws IOException {
        int size = Math.min(CROWD, freeFileDescriptors() / 3);
        var crowd = new ArrayList<SocketChannel>();
        for (int i = 0; i < size; i++) {
            SocketChannel channel =
                    SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), airlog.port()));
            channel.write(saying.duplicate());
            crowd.add(channel);
        }
        return crowd;
    }

    /** Whoever has not said CONNECT after a while is sent away. */
    private static boolean isClosedByServer(SocketChannel channel) throws IOException {
        channel.socket().setSoTimeout(30_000);
        return channel.socket().getInputStream().read() < 0;
    }

    private static void close(List<SocketChannel> crowd) throws IOException {
        for (SocketChannel each : crowd) {
            each.close();
        }
    }

    /** Both ends of a connection are in this process. */
    private static int freeFileDescriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? (int) Math.min(
                        Integer.MAX_VALUE, unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount())
                : 1_000;
    }
}
