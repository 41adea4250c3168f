package org.airlog.resilience.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.airlog.observation.Payload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a device makes of each answer, against a broker that answers by script. */
class MqttUplinkIT {

    private static final String CONNACK_5 = "20 03 00 00 00";
    private static final String CONNACK_3 = "20 02 00 00";
    private static final Publish PUBLISH =
            new Publish("v1/sensors/x/readings", Payload.ofText("[]"), Optional.of("OpenSmogHash 00"));

    /** Answers, one for each packet that comes, over all connections; an empty one hangs up. */
    private final BlockingQueue<String> script = new LinkedBlockingQueue<>();

    private ServerSocket broker;

    @BeforeEach
    void start() throws IOException {
        broker = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var server = new Thread(this::serve);
        server.setDaemon(true);
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        broker.close();
    }

    @Test
    void takesAPubackForAnAcknowledgement() {
        assertThat(publish(5, CONNACK_5, "40 02 00 01")).isEqualTo(new Reply.Accepted());
    }

    @Test
    void takesAPubackWithoutSubscribersForAnAcknowledgement() {
        assertThat(publish(5, CONNACK_5, "40 03 00 01 10")).isEqualTo(new Reply.Accepted());
    }

    @Test
    void takesAPubackOfMqtt311ForAnAcknowledgement() {
        assertThat(publish(4, CONNACK_3, "40 02 00 01")).isEqualTo(new Reply.Accepted());
    }

    @Test
    void takesAPubackWithAFailureForARefusal() {
        // Reason string "malformed: no".
        assertThat(publish(5, CONNACK_5, "40 14 00 01 99 10 1f 00 0d 6d 61 6c 66 6f 72 6d 65 64 3a 20 6e 6f"))
                .isEqualTo(new Reply.Refused("malformed"));
    }

    @Test
    void leavesADisconnectOpen() {
        // Reason string "unavailable".
        assertThat(publish(5, CONNACK_5, "e0 10 83 0e 1f 00 0b 75 6e 61 76 61 69 6c 61 62 6c 65"))
                .isEqualTo(new Reply.Open("disconnected: unavailable"));
    }

    @Test
    void leavesALostConnectionOpen() {
        assertThat(publish(5, CONNACK_5, "")).isEqualTo(new Reply.Open("connection lost"));
    }

    @Test
    void leavesOpenWhatTheBrokerDidNotLetIn() {
        assertThat(publish(5, "20 03 00 89 00")).isEqualTo(new Reply.Open("no connection"));
    }

    @Test
    void neverTakesTheAnswerToAnotherPublishForItsOwn() {
        assertThat(publish(5, CONNACK_5, "40 02 00 07")).isEqualTo(new Reply.Open("unexpected packet 4"));
    }

    @Test
    void connectsAnewAfterATrouble() {
        script.add(CONNACK_5);
        script.add("");
        script.add(CONNACK_5);
        script.add("40 02 00 02");
        try (var uplink = new MqttUplink(address(), 5, "device")) {
            assertThat(uplink.publish(PUBLISH)).isInstanceOf(Reply.Open.class);
            assertThat(uplink.publish(PUBLISH)).isEqualTo(new Reply.Accepted());
        }
    }

    private Reply publish(int version, String... answers) {
        for (String answer : answers) {
            script.add(answer);
        }
        try (var uplink = new MqttUplink(address(), version, "device")) {
            return uplink.publish(PUBLISH);
        }
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(broker.getInetAddress(), broker.getLocalPort());
    }

    private void serve() {
        try {
            while (true) {
                try (Socket client = broker.accept()) {
                    answer(client);
                } catch (IOException lost) {
                    if (broker.isClosed()) {
                        return;
                    }
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(Socket client) throws IOException, InterruptedException {
        var in = new DataInputStream(client.getInputStream());
        while (true) {
            in.readUnsignedByte();
            // Every packet here is shorter than 128 bytes.
            in.readFully(new byte[in.readUnsignedByte()]);
            String answer = script.take();
            if (answer.isEmpty()) {
                return;
            }
            client.getOutputStream().write(HexFormat.of().parseHex(answer.replace(" ", "")));
        }
    }
}
