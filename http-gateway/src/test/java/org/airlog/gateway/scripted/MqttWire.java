package org.airlog.gateway.scripted;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The few pieces of MQTT 5.0 (sections 1.5 and 2.2) that the {@link ScriptedBroker} speaks. */
final class MqttWire {

    static final int RECEIVE_MAXIMUM = 0x21;
    static final int CORRELATION_DATA = 0x09;
    static final int REASON_STRING = 0x1F;
    static final int USER_PROPERTY = 0x26;

    private MqttWire() {}

    /** Writes into memory, where nothing fails. */
    interface Content {
        void writeTo(DataOutputStream out) throws IOException;
    }

    static byte[] bytes(Content content) {
        var bytes = new ByteArrayOutputStream();
        try {
            content.writeTo(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] packet(int firstByte, byte[] rest) {
        return bytes(out -> {
            out.write(firstByte);
            writeLength(out, rest.length);
            out.write(rest);
        });
    }

    static void writeBlock(DataOutputStream out, byte[] properties) throws IOException {
        writeLength(out, properties.length);
        out.write(properties);
    }

    static void writeUserProperties(DataOutputStream out, Map<String, String> userProperties) throws IOException {
        for (var property : userProperties.entrySet()) {
            out.write(USER_PROPERTY);
            out.writeUTF(property.getKey());
            out.writeUTF(property.getValue());
        }
    }

    static byte[] toArray(List<Byte> list) {
        var bytes = new byte[list.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = list.get(i);
        }
        return bytes;
    }

    static List<Byte> toList(byte[] bytes) {
        var list = new ArrayList<Byte>(bytes.length);
        for (byte b : bytes) {
            list.add(b);
        }
        return list;
    }

    static int readLength(DataInputStream in) throws IOException {
        int length = 0;
        int shift = 0;
        int next;
        do {
            next = in.readUnsignedByte();
            length |= (next & 0x7F) << shift;
            shift += 7;
        } while ((next & 0x80) != 0);
        return length;
    }

    static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedShort()), StandardCharsets.UTF_8);
    }

    private static void writeLength(DataOutputStream out, int length) throws IOException {
        int rest = length;
        do {
            int digit = rest & 0x7F;
            rest >>>= 7;
            out.write(rest > 0 ? digit | 0x80 : digit);
        } while (rest > 0);
    }
}
