package org.airlog.broker;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An MQTT client that hides nothing: each packet as it is on the wire. For one thread. */
final class RawMqtt implements AutoCloseable {

    static final int CONNACK = 2;
    static final int PUBLISH = 3;
    static final int PUBACK = 4;
    static final int PUBREC = 5;
    static final int SUBACK = 9;
    static final int DISCONNECT = 14;

    /** What a read found when the server had closed the connection. */
    static final int CLOSED = 0;

    private static final int USER_PROPERTY = 0x26;
    private static final int REASON_STRING = 0x1F;

    private final Socket socket;
    private final int version;

    private RawMqtt(Socket socket, int version) {
        this.socket = socket;
        this.version = version;
    }

    /** One packet of the server. */
    record Packet(int type, int flags, ByteBuffer body) {

        /** The reason code of a PUBACK, PUBREC, CONNACK (MQTT 5) or DISCONNECT. */
        int reasonCode() {
            int at = type == DISCONNECT ? 0 : type == CONNACK ? 1 : 2;
            return body.limit() > at ? body.get(at) & 0xFF : 0;
        }

        /** The reason string and user properties of a PUBACK or DISCONNECT of MQTT 5. */
        Map<String, String> properties() {
            var properties = new LinkedHashMap<String, String>();
            int start = type == DISCONNECT ? 1 : 3;
            if (body.limit() <= start) {
                return properties;
            }
            var rest = body.duplicate().position(start);
            readVariable(rest);
            while (rest.hasRemaining()) {
                int id = rest.get();
                if (id == REASON_STRING) {
                    properties.put("reason", readText(rest));
                } else if (id == USER_PROPERTY) {
                    properties.put(readText(rest), readText(rest));
                } else {
                    throw new IllegalStateException("unexpected property " + id);
                }
            }
            return properties;
        }
    }

    /** Connects without saying CONNECT yet; {@code version} is 4 (3.1.1) or 5. */
    static RawMqtt open(int port, int version) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return new RawMqtt(socket, version);
    }

    /** Connects as {@code clientId}, clean, and expects to be let in. */
    static RawMqtt connect(int port, int version, String clientId) throws IOException {
        var client = open(port, version);
        Packet connack = client.sendConnect(clientId, true, false, Map.of()).read();
        if (connack.type() != CONNACK || connack.body().get(1) != 0) {
            throw new IOException("not let in: " + connack);
        }
        return client;
    }

    /** Sends CONNECT; {@code will} leaves one on a readings topic, {@code login} holds user and password. */
    RawMqtt sendConnect(String clientId, boolean clean, boolean will, Map<String, String> login) throws IOException {
        var body = new ByteArrayOutputStream();
        var out = new DataOutputStream(body);
        out.writeUTF("MQTT");
        out.writeByte(version);
        out.writeByte((clean ? 2 : 0) | (will ? 0b1100 : 0) | (login.isEmpty() ? 0 : 0xC0));
        out.writeShort(60);
        if (version == 5) {
            // Session expiry of a day, so that a session that is not clean persists.
            out.write(clean ? new byte[] {0} : new byte[] {5, 0x11, 0, 1, 0x51, (byte) 0x80});
        }
        out.writeUTF(clientId);
        if (will) {
            if (version == 5) {
                out.writeByte(0);
            }
            out.writeUTF("v1/sensors/123e4567-e89b-12d3-a456-426655440000/readings");
            out.writeUTF("[]");
        }
        if (!login.isEmpty()) {
            out.writeUTF(login.getOrDefault("user", ""));
            out.writeUTF(login.getOrDefault("password", ""));
        }
        send(0x10, body.toByteArray());
        return this;
    }

    /** Sends PUBLISH with user properties (MQTT 5 only). */
    RawMqtt publish(String topic, int qos, boolean retain, int packetId, byte[] payload, Map<String, String> properties)
            throws IOException {
        return publish(topic, qos, retain, false, packetId, payload, properties);
    }

    RawMqtt publish(
            String topic,
            int qos,
            boolean retain,
            boolean dup,
            int packetId,
            byte[] payload,
            Map<String, String> properties)
            throws IOException {
        var body = new ByteArrayOutputStream();
        var out = new DataOutputStream(body);
        out.writeUTF(topic);
        if (qos > 0) {
            out.writeShort(packetId);
        }
        if (version == 5) {
            var encoded = new ByteArrayOutputStream();
            var property = new DataOutputStream(encoded);
            for (var entry : properties.entrySet()) {
                property.writeByte(USER_PROPERTY);
                property.writeUTF(entry.getKey());
                property.writeUTF(entry.getValue());
            }
            writeVariable(out, encoded.size());
            out.write(encoded.toByteArray());
        }
        out.write(payload);
        send(0x30 | (dup ? 8 : 0) | (qos << 1) | (retain ? 1 : 0), body.toByteArray());
        return this;
    }

    /** Sends SUBSCRIBE and returns the one code of its SUBACK. */
    int subscribe(String filter) throws IOException {
        var body = new ByteArrayOutputStream();
        var out = new DataOutputStream(body);
        out.writeShort(1);
        if (version == 5) {
            out.writeByte(0);
        }
        out.writeUTF(filter);
        out.writeByte(1);
        send(0x82, body.toByteArray());
        Packet suback = read();
        return suback.type() == SUBACK ? suback.body().get(suback.body().limit() - 1) & 0xFF : -1;
    }

    /** The next packet, waited for 20 s at most; type {@link #CLOSED} where the server has hung up. */
    Packet read() throws IOException {
        return read(Duration.ofSeconds(20)).orElseThrow(() -> new SocketTimeoutException("no packet came"));
    }

    /** The next packet, if one comes in time. */
    Optional<Packet> read(Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        try {
            var in = new DataInputStream(socket.getInputStream());
            int first = in.readUnsignedByte();
            int length = 0;
            int shift = 0;
            int digit;
            do {
                digit = in.readUnsignedByte();
                length |= (digit & 0x7F) << shift;
                shift += 7;
            } while ((digit & 0x80) != 0);
            var body = new byte[length];
            in.readFully(body);
            return Optional.of(new Packet(first >> 4, first & 0xF, ByteBuffer.wrap(body)));
        } catch (SocketTimeoutException nothing) {
            return Optional.empty();
        } catch (EOFException | SocketException closed) {
            return Optional.of(new Packet(CLOSED, 0, ByteBuffer.allocate(0)));
        }
    }

    /** The packets until the server hangs up. */
    List<Packet> readToEnd() throws IOException {
        var packets = new ArrayList<Packet>();
        for (Packet packet = read(); packet.type() != CLOSED; packet = read()) {
            packets.add(packet);
        }
        return packets;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void send(int header, byte[] body) throws IOException {
        OutputStream out = socket.getOutputStream();
        var packet = new ByteArrayOutputStream();
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
        var bytes = new byte[buffer.getShort()];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
