package org.airlog.observation.codec;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import java.util.function.ToIntFunction;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.UuidBytes;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/** What Airlog's own record formats have in common: a version first, times in microseconds, enums as codes. */
final class WireFormat {

    private static final long MICROS_PER_SECOND = 1_000_000;
    /** One byte of MessagePack: what claims more is no version that Airlog will ever have. */
    private static final long HIGHEST_VERSION = 127;

    private WireFormat() {}

    /**
     * Packs into a buffer of {@code expectedBytes}, and into further ones where that is too small. By itself the library
     * takes 8 KiB for each record, most of which are a hundredth of that.
     */
    static MessageBufferPacker newPacker(int expectedBytes) {
        return new MessagePack.PackerConfig().withBufferSize(expectedBytes).newBufferPacker();
    }

    /** Opens a record's array and checks its version; returns how many elements follow those that {@code known} names. */
    static int openRecord(MessagePackReader reader, int version, int known) throws Refusal {
        int elements = reader.array("record");
        if (elements < 1) {
            throw new Refusal(Reason.MALFORMED, "record is empty");
        }
        long found = reader.integer("version");
        if (found != version) {
            throw new Refusal(Reason.MALFORMED, "record has version " + found + ", this program reads " + version);
        }
        return extraElements(elements, known, "record");
    }

    /**
     * Whether {@code bytes} are a whole record of a later version than {@code known}: one that this program cannot read and a
     * later release can. Anything less than whole is no record of any version.
     */
    static boolean isOfLaterVersion(byte[] bytes, int known) {
        try {
            var reader = new MessagePackReader(bytes);
            int elements = reader.array("record");
            if (elements < 1) {
                return false;
            }
            long version = reader.integer("version");
            skip(reader, elements - 1);
            reader.end("the record");
            return version > known && version <= HIGHEST_VERSION;
        } catch (Refusal notARecord) {
            return false;
        }
    }

    static int openArray(MessagePackReader reader, int known, String what) throws Refusal {
        return extraElements(reader.array(what), known, what);
    }

    /** Passes over the elements of a later minor format and demands that nothing follows. */
    static void closeRecord(MessagePackReader reader, int extraElements) throws Refusal {
        skip(reader, extraElements);
        reader.end("the record");
    }

    static void skip(MessagePackReader reader, int values) throws Refusal {
        for (int i = 0; i < values; i++) {
            reader.skip();
        }
    }

    static UUID uuid(MessagePackReader reader, String what) throws Refusal {
        byte[] bytes = reader.binary(UuidBytes.LENGTH, what);
        if (bytes.length != UuidBytes.LENGTH) {
            throw new Refusal(Reason.MALFORMED, what + " is not 16 bytes");
        }
        return UuidBytes.read(ByteBuffer.wrap(bytes));
    }

    static <E> E byCode(E[] values, ToIntFunction<E> code, long wanted, String what) throws Refusal {
        for (E value : values) {
            if (code.applyAsInt(value) == wanted) {
                return value;
            }
        }
        throw new Refusal(Reason.MALFORMED, what + " has no value " + wanted);
    }

    /** Microseconds since 1970, UTC. */
    static long micros(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), MICROS_PER_SECOND), time.getNano() / 1_000);
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * 1_000);
    }

    private static int extraElements(int elements, int known, String what) throws Refusal {
        if (elements < known) {
            throw new Refusal(Reason.MALFORMED, what + " has " + elements + " elements, " + known + " are needed");
        }
        return elements - known;
    }
}
