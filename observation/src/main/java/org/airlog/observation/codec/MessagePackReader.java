package org.airlog.observation.codec;

import java.io.IOException;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/**
 * Reads MessagePack from a stranger: every fault is a {@link Refusal} and nothing is allocated because a length field
 * says so.
 */
final class MessagePackReader {

    private static final MessagePack.UnpackerConfig CONFIG =
            new MessagePack.UnpackerConfig().withAllowReadingBinaryAsString(false);

    private final int length;
    private final MessageUnpacker unpacker;

    MessagePackReader(byte[] bytes) {
        this.length = bytes.length;
        this.unpacker = CONFIG.newUnpacker(bytes);
    }

    /** What comes next. */
    ValueType next() throws Refusal {
        return read(() -> unpacker.getNextFormat().getValueType());
    }

    /** The number of elements of an array; each takes a byte at least, so more than there are bytes is a lie. */
    int array(Object what) throws Refusal {
        expect(ValueType.ARRAY, what);
        return plausible(read(unpacker::unpackArrayHeader), 1, what);
    }

    /** The number of entries of a map; each takes two bytes at least. */
    int map(Object what) throws Refusal {
        expect(ValueType.MAP, what);
        return plausible(read(unpacker::unpackMapHeader), 2, what);
    }

    /** Well-formed UTF-8 text of at most {@code maxBytes} bytes. */
    String text(int maxBytes, Object what) throws Refusal {
        expect(ValueType.STRING, what);
        return Utf8.text(bytes(read(unpacker::unpackRawStringHeader), maxBytes, what), what);
    }

    /** Well-formed UTF-8 text: the bytes that are left are its bound. */
    String text(Object what) throws Refusal {
        return text(length, what);
    }

    /** Bytes: those that are left are the bound. */
    byte[] binary(Object what) throws Refusal {
        return binary(length, what);
    }

    /** Bytes, at most {@code maxBytes}. */
    byte[] binary(int maxBytes, Object what) throws Refusal {
        expect(ValueType.BINARY, what);
        return bytes(read(unpacker::unpackBinaryHeader), maxBytes, what);
    }

    long integer(Object what) throws Refusal {
        expect(ValueType.INTEGER, what);
        return read(unpacker::unpackLong);
    }

    /** A finite number, integer or float. */
    double number(Object what) throws Refusal {
        double value =
                switch (next()) {
                    case INTEGER -> read(() -> unpacker.unpackBigInteger().doubleValue());
                    case FLOAT -> read(unpacker::unpackDouble);
                    default -> throw new Refusal(Reason.MALFORMED, what + " is not a number");
                };
        if (!Double.isFinite(value)) {
            throw new Refusal(Reason.MALFORMED, what + " is not a finite number");
        }
        return value;
    }

    /** Consumes a nil, if one comes next. */
    boolean skipNil() throws Refusal {
        return next() == ValueType.NIL && read(unpacker::tryUnpackNil);
    }

    boolean truth(Object what) throws Refusal {
        expect(ValueType.BOOLEAN, what);
        return read(unpacker::unpackBoolean);
    }

    /**
     * Passes over one value of any type without building it; nesting costs no stack.
     *
     * <p>Not {@link MessageUnpacker#skipValue()}: its counter of values overflows, and an extension of 2^31-1 bytes makes
     * it throw what is no {@link MessagePackException}.
     */
    void skip() throws Refusal {
        for (long left = 1; left > 0; left--) {
            switch (next()) {
                case ARRAY -> left += array("an array");
                case MAP -> left += 2L * map("a map");
                case STRING -> skipBytes(read(unpacker::unpackRawStringHeader));
                case BINARY -> skipBytes(read(unpacker::unpackBinaryHeader));
                case EXTENSION ->
                    skipBytes(read(unpacker::unpackExtensionTypeHeader).getLength());
                case NIL, BOOLEAN, INTEGER, FLOAT ->
                    read(() -> {
                        unpacker.skipValue();
                        return true;
                    });
            }
        }
    }

    /** Demands that nothing follows {@code what}. */
    void end(Object what) throws Refusal {
        if (read(unpacker::hasNext)) {
            throw new Refusal(Reason.MALFORMED, "bytes follow " + what);
        }
    }

    private void skipBytes(int count) throws Refusal {
        plausible(count, 1, "a value");
        read(() -> unpacker.readPayloadAsReference(count));
    }

    private void expect(ValueType type, Object what) throws Refusal {
        ValueType found = next();
        if (found != type) {
            throw new Refusal(Reason.MALFORMED, what + " must be MessagePack " + type + ", not " + found);
        }
    }

    private int plausible(int count, int bytesEach, Object what) throws Refusal {
        if ((long) count * bytesEach > length - unpacker.getTotalReadBytes()) {
            throw new Refusal(Reason.MALFORMED, what + " is cut short");
        }
        return count;
    }

    private byte[] bytes(int count, int maxBytes, Object what) throws Refusal {
        plausible(count, 1, what);
        if (count > maxBytes) {
            throw new Refusal(Reason.MALFORMED, what + " is longer than " + maxBytes + " bytes");
        }
        return read(() -> unpacker.readPayload(count));
    }

    private static <T> T read(Step<T> step) throws Refusal {
        try {
            return step.read();
        } catch (IOException | MessagePackException e) {
            throw new Refusal(Reason.MALFORMED, "not MessagePack, or cut short");
        }
    }

    @FunctionalInterface
    private interface Step<T> {
        T read() throws IOException;
    }
}
