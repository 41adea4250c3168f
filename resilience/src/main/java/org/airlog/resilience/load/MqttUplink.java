package org.airlog.resilience.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.airlog.observation.Reason;
import org.jspecify.annotations.Nullable;

/**
 * MQTT 3.1.1 or 5 with QoS 1. One publish at a time; after anything but an answer to it the connection is cut, so that a
 * late answer cannot be taken for that of another publish.
 */
public final class MqttUplink implements Uplink {

    private static final Duration PATIENCE_TO_CONNECT = Duration.ofSeconds(5);
    /** The door has an answer within 10 s or closes. */
    private static final Duration PATIENCE = Duration.ofSeconds(12);

    private static final int FIRST_FAILURE = 0x80;
    private static final String REFUSED_PROPERTY = "Airlog-Refused";

    private final InetSocketAddress broker;
    private final int version;
    private final String clientId;
    private @Nullable MqttConnection connection;
    private int packetId;

    /** Remembers where to connect; {@code version} is 4 (3.1.1) or 5. */
    public MqttUplink(InetSocketAddress broker, int version, String clientId) {
        this.broker = broker;
        this.version = version;
        this.clientId = clientId;
    }

    @Override
    public Reply publish(Publish publish) {
        MqttConnection open = connection;
        try {
            if (open == null) {
                open = new MqttConnection(broker, version, clientId, PATIENCE_TO_CONNECT);
                connection = open;
            }
            packetId = packetId % 0xFFFF + 1;
            open.publish(packetId, publish);
            MqttConnection.Packet packet = open.read(PATIENCE);
            if (packet.type() == MqttConnection.PUBACK && packet.packetId() == packetId) {
                return answer(packet);
            }
            cut();
            return new Reply.Open(
                    packet.type() == MqttConnection.DISCONNECT
                            ? "disconnected: " + label(packet)
                            : "unexpected packet " + packet.type());
        } catch (IOException e) {
            boolean hadConnected = open != null;
            cut();
            return new Reply.Open(describe(e, hadConnected));
        }
    }

    @Override
    public void close() {
        MqttConnection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }

    private void cut() {
        MqttConnection open = connection;
        connection = null;
        if (open != null) {
            open.cut();
        }
    }

    private static Reply answer(MqttConnection.Packet puback) {
        if (puback.reasonCode() >= FIRST_FAILURE) {
            return new Reply.Refused(label(puback));
        }
        return puback.userProperty(REFUSED_PROPERTY)
                .<Reply>map(part -> new Reply.Refused("in part: " + part))
                .orElseGet(Reply.Accepted::new);
    }

    /** The reason's label, which the reason string begins with; else the code. */
    private static String label(MqttConnection.Packet packet) {
        return packet.reasonString()
                .flatMap(Reason::ofReasonString)
                .map(Reason::label)
                .orElseGet(() -> "code 0x" + Integer.toHexString(packet.reasonCode()));
    }

    private static String describe(IOException failure, boolean hadConnected) {
        if (!hadConnected) {
            return "no connection";
        }
        if (failure instanceof SocketTimeoutException) {
            return "no answer";
        }
        return failure instanceof EOFException || failure instanceof SocketException
                ? "connection lost"
                : failure.getClass().getSimpleName();
    }
}
