package org.airlog.gateway.scripted;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The broker's side of one connection. Any thread may write to it. */
public final class BrokerSide {

    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;
    private static final int SUBSCRIBE = 8;
    private static final int PINGREQ = 12;
    private static final int DISCONNECT = 14;

    private final ScriptedBroker broker;
    private final Socket socket;
    private volatile String clientId = "";

    BrokerSide(ScriptedBroker broker, Socket socket) {
        this.broker = broker;
        this.socket = socket;
    }

    String clientId() {
        return clientId;
    }

    /** Ends the connection without a word. */
    public void cut() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it with a DISCONNECT. */
    public void disconnect(int reasonCode) {
        write(0xE0, MqttWire.bytes(out -> {
            out.write(reasonCode);
            out.write(0);
        }));
        cut();
    }

    void serve() {
        try (var in = new DataInputStream(socket.getInputStream())) {
            while (true) {
                int first = in.readUnsignedByte();
                byte[] rest = in.readNBytes(MqttWire.readLength(in));
                if (first >> 4 == DISCONNECT) {
                    cut();
                    return;
                }
                answer(first >> 4, new DataInputStream(new ByteArrayInputStream(rest)));
            }
        } catch (IOException ended) {
            // Cut by the test, or closed by the client.
        }
    }

    private void answer(int type, DataInputStream packet) throws IOException {
        switch (type) {
            case CONNECT -> connAck(packet);
            case SUBSCRIBE -> subAck(packet);
            case PUBLISH -> broker.received(publish(packet));
            case PINGREQ -> write(0xD0, new byte[0]);
            default -> throw new IOException("packet type " + type);
        }
    }

    private void connAck(DataInputStream packet) throws IOException {
        // Protocol name, version, flags, keep alive.
        packet.skipNBytes(6 + 1 + 1 + 2);
        packet.skipNBytes(MqttWire.readLength(packet));
        clientId = MqttWire.readText(packet);
        write(0x20, MqttWire.bytes(out -> {
            out.writeShort(0);
            MqttWire.writeBlock(out, MqttWire.bytes(properties -> {
                properties.write(MqttWire.RECEIVE_MAXIMUM);
                properties.writeShort(broker.receiveMaximum());
            }));
        }));
    }

    private void subAck(DataInputStream packet) throws IOException {
        int packetId = packet.readUnsignedShort();
        write(0x90, MqttWire.bytes(out -> {
            out.writeShort(packetId);
            out.write(0);
            out.write(1);
        }));
    }

    void pubAck(int packetId, int reasonCode, String reasonString, Map<String, String> userProperties) {
        write(0x40, MqttWire.bytes(out -> {
            out.writeShort(packetId);
            out.write(reasonCode);
            MqttWire.writeBlock(out, MqttWire.bytes(properties -> {
                if (!reasonString.isEmpty()) {
                    properties.write(MqttWire.REASON_STRING);
                    properties.writeUTF(reasonString);
                }
                MqttWire.writeUserProperties(properties, userProperties);
            }));
        }));
    }

    void publish(String topic, List<Byte> correlationData, String text) {
        write(0x30, MqttWire.bytes(out -> {
            out.writeUTF(topic);
            MqttWire.writeBlock(out, MqttWire.bytes(properties -> {
                properties.write(MqttWire.CORRELATION_DATA);
                properties.writeShort(correlationData.size());
                properties.write(MqttWire.toArray(correlationData));
            }));
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }));
    }

    private ReceivedPublish publish(DataInputStream packet) throws IOException {
        String topic = MqttWire.readText(packet);
        int packetId = packet.readUnsignedShort();
        String contentType = "";
        String responseTopic = "";
        List<Byte> correlationData = List.of();
        var userProperties = new ArrayList<Map.Entry<String, String>>();
        var properties = new DataInputStream(new ByteArrayInputStream(packet.readNBytes(MqttWire.readLength(packet))));
        while (properties.available() > 0) {
            int id = properties.readUnsignedByte();
            switch (id) {
                case 0x03 -> contentType = MqttWire.readText(properties);
                case 0x08 -> responseTopic = MqttWire.readText(properties);
                case MqttWire.CORRELATION_DATA ->
                    correlationData = MqttWire.toList(properties.readNBytes(properties.readUnsignedShort()));
                case MqttWire.USER_PROPERTY ->
                    userProperties.add(Map.entry(MqttWire.readText(properties), MqttWire.readText(properties)));
                default -> throw new IOException("property " + id);
            }
        }
        return new ReceivedPublish(
                this,
                topic,
                packetId,
                contentType,
                responseTopic,
                correlationData,
                List.copyOf(userProperties),
                MqttWire.toList(packet.readAllBytes()));
    }

    private synchronized void write(int firstByte, byte[] rest) {
        try {
            socket.getOutputStream().write(MqttWire.packet(firstByte, rest));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
