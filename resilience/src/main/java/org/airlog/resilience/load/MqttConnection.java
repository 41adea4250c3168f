package org.airlog.resilience.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * One connection of MQTT 3.1.1 or 5, packet by packet: nothing is sent again, kept or hidden, so that the ledger can tell
 * what left the device and what it was told. QoS 1, clean, without a Will. For one thread.
 */
final class MqttConnection implements AutoCloseable {

    static final int CONNACK = 2;
    static final int PUBACK = 4;
    static final int DISCONNECT = 14;

    private static final int CONNECT_HEADER = 0x10;
    private static final int PUBLISH_QOS_1_HEADER = 0x32;
    private static final int DISCONNECT_HEADER = 0xE0;
    private static final int CLEAN_START = 2;
    private static final int KEEP_ALIVE_SECONDS = 300;
    private static final int REASON_STRING = 0x1F;
    private static final int USER_PROPERTY = 0x26;
    private static final int LARGEST_PACKET_BYTES = 1 << 20;

    private final Socket socket;
    private final DataInputStream in;
    private final int version;

    /**
     * Connects and waits for the CONNACK.
     *
     * @param version 4 (3.1.1) or 5
     * @throws IOException also where the broker does not let the client in
     */
    MqttConnection(InetSocketAddress broker, int version, String clientId, Duration patience) throws IOException {
        this.version = version;
        this.socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(broker, (int) patience.toMillis());
            socket.setSoTimeout((int) patience.toMillis());
            this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            connect(clientId);
        } catch (IOException | RuntimeException failure) {
            socket.close();
            throw failure;
        }
    }

    /**
     * One packet of the broker.
     *
     * @param body read only
     */
    record Packet(int type, ByteBuffer body) {

        int packetId() {
            return body.limit() >= 2 ? body.getShort(0) & 0xFFFF : -1;
        }

        /** The reason code of a CONNACK, PUBACK or DISCONNECT; 0 where there is none. */
        int reasonCode() {
            int at = type == DISCONNECT ? 0 : type == CONNACK ? 1 : 2;
            return body.limit() > at ? body.get(at) & 0xFF : 0;
        }

        /** The reason string of a PUBACK or DISCONNECT of MQTT 5. */
        Optional<String> reasonString() {
            return property(REASON_STRING, "");
        }

        /** The first value of a user property of a PUBACK of MQTT 5. */
        Optional<String> userProperty(String name) {
            return property(USER_PROPERTY, name);
        }

        private Optional<String> property(int wanted, String name) {
            var rest = body.duplicate();
            rest.position(Math.min(type == DISCONNECT ? 1 : 3, rest.limit()));
            if (!rest.hasRemaining()) {
                return Optional.empty();
            }
            readVariable(rest);
            while (rest.hasRemaining()) {
                int id = rest.get();
                String key = id == USER_PROPERTY ? readText(rest) : "";
                if (id != USER_PROPERTY && id != REASON_STRING) {
                    return Optional.empty();
                }
                String value = readText(rest);
                if (id == wanted && key.equals(name)) {
                    return Optional.of(value);
                }
            }
            return Optional.empty();
        }
    }

    /** Sends a PUBLISH. */
    void publish(int packetId, Publish publish) throws IOException {
        var body = new ByteArrayOutputStream();
        var out = new DataOutputStream(body);
        out.writeUTF(publish.topic());
        out.writeShort(packetId);
        if (version == 5) {
            var properties = new ByteArrayOutputStream();
            var property = new DataOutputStream(properties);
            if (publish.authorization().isPresent()) {
                property.writeByte(USER_PROPERTY);
                property.writeUTF("Authorization");
                property.writeUTF(publish.authorization().get());
            }
            writeVariable(out, properties.size());
            properties.writeTo(out);
        }
        out.write(publish.payload().bytes());
        send(PUBLISH_QOS_1_HEADER, body.toByteArray());
    }

    /** The next packet; throws when none comes in {@code patience} or the connection ends. */
    Packet read(Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        int first = in.readUnsignedByte();
        int length = 0;
        int shift = 0;
        int digit;
        do {
            digit = in.readUnsignedByte();
            length |= (digit & 0x7F) << shift;
            shift += 7;
        } while ((digit & 0x80) != 0 && shift < 28);
        if (length > LARGEST_PACKET_BYTES) {
            throw new IOException("a packet of " + length + " bytes");
        }
        var body = new byte[length];
        in.readFully(body);
        return new Packet(first >> 4, ByteBuffer.wrap(body).asReadOnlyBuffer());
    }

    /** Takes its leave, if that goes without waiting. */
    @Override
    public void close() {
        try (socket) {
            if (socket.isConnected()) {
                send(DISCONNECT_HEADER, new byte[0]);
            }
        } catch (IOException alreadyGone) {
            // Nobody is told that nobody listens.
        }
    }

    /** Hangs up without a word. */
    void cut() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyGone) {
            // That is what was wanted.
        }
    }

    private void connect(String clientId) throws IOException {
        var body = new ByteArrayOutputStream();
        var out = new DataOutputStream(body);
        out.writeUTF("MQTT");
        out.writeByte(version);
        out.writeByte(CLEAN_START);
        out.writeShort(KEEP_ALIVE_SECONDS);
        if (version == 5) {
            out.writeByte(0);
        }
        out.writeUTF(clientId);
        send(CONNECT_HEADER, body.toByteArray());
        Packet answer = read(Duration.ofMillis(socket.getSoTimeout()));
        if (answer.type() != CONNACK || answer.reasonCode() != 0) {
            throw new EOFException("not let in: " + answer.reasonCode());
        }
    }

    private void send(int header, byte[] body) throws IOException {
        OutputStream out = socket.getOutputStream();
        var packet = new ByteArrayOutputStream(body.length + 5);
        packet.write(header);
        writeVariable(packet, body.length);
        packet.write(body);
        out.write(packet.toByteArray());
        out.flush();
    }

    private static void writeVariable(OutputStream out, int value) throws IOException {
        int rest = value;
        do {
            out.write((rest & 0x7F) | (rest > 0x7F ? 0x80 : 0));
            rest >>>= 7;
        } while (rest > 0);
    }

    private static int readVariable(ByteBuffer buffer) {
        int value = 0;
        int shift = 0;
        int digit;
        do {
            digit = buffer.get();
            value |= (digit & 0x7F) << shift;
            shift += 7;
        } while ((digit & 0x80) != 0);
        return value;
    }

    private static String readText(ByteBuffer buffer) {
        var bytes = new byte[buffer.getShort() & 0xFFFF];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
