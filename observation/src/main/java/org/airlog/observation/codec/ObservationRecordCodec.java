package org.airlog.observation.codec;

import static org.airlog.observation.codec.WireFormat.instant;
import static org.airlog.observation.codec.WireFormat.micros;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Position;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.UuidBytes;
import org.airlog.observation.sealing.PositionSeal;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.Sealed;
import org.airlog.observation.sealing.UnopenedException;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;

/**
 * {@link ObservationRecord} as bytes: versioned MessagePack, laid out in {@code docs/wire-format.md}.
 *
 * <p>Positions are sealed under the record's key, the SUID. Readers ignore elements behind those they know, so that a
 * field can be added without a new version. Immutable and thread-safe.
 */
public final class ObservationRecordCodec {

    static final int VERSION = 1;

    private static final int RECORD_ELEMENTS = 6;
    private static final int OBSERVATION_ELEMENTS = 5;

    private static final int RECORD_BYTES = 256;
    private static final int OBSERVATION_BYTES = 64;
    private static final int MOST_BYTES = 8_192;

    private final PositionSeal positionSeal;

    /** Seals and opens positions with {@code seal}. */
    public ObservationRecordCodec(Seal seal) {
        this.positionSeal = new PositionSeal(seal);
    }

    /** The bytes of {@code record}, whose key is {@code suid}. */
    public byte[] encode(Suid suid, ObservationRecord record) {
        try (var packer = WireFormat.newPacker(expectedBytes(record))) {
            packer.packArrayHeader(RECORD_ELEMENTS).packInt(VERSION);
            packer.packBinaryHeader(UuidBytes.LENGTH).writePayload(UuidBytes.write(record.registration()));
            packer.packInt(record.trust().code()).packInt(record.source().code());
            packer.packLong(micros(record.receivedAt()));
            packer.packArrayHeader(record.observations().size());
            for (Observation observation : record.observations()) {
                pack(packer, suid, observation);
            }
            return packer.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e);
        }
    }

    /**
     * The record in {@code bytes}, whose key is {@code suid}.
     *
     * @throws Refusal {@code malformed} for bytes that are no such record, a later version included
     * @throws UnopenedException where a position cannot be opened: the key is missing here, or the record was moved
     */
    public ObservationRecord decode(Suid suid, byte[] bytes) throws Refusal, UnopenedException {
        var reader = new MessagePackReader(bytes);
        int extraElements = WireFormat.openRecord(reader, VERSION, RECORD_ELEMENTS);
        UUID registration = WireFormat.uuid(reader, "registration");
        Trust trust = WireFormat.byCode(Trust.values(), Trust::code, reader.integer("trust"), "trust");
        Source source = WireFormat.byCode(Source.values(), Source::code, reader.integer("source"), "source");
        var receivedAt = instant(reader.integer("received_at"));
        int count = reader.array("observations");
        var observations = new ArrayList<Observation>();
        for (int i = 0; i < count; i++) {
            observations.add(unpack(reader, suid));
        }
        WireFormat.closeRecord(reader, extraElements);
        try {
            return new ObservationRecord(registration, trust, source, receivedAt, observations);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Reason.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /** Whether a later release can read {@code bytes}, which this one cannot: they are whole, and of a later version. */
    public static boolean isOfLaterVersion(byte[] bytes) {
        return WireFormat.isOfLaterVersion(bytes, VERSION);
    }

    /** Enough for a few readings each; at most what the library would take. */
    private static int expectedBytes(ObservationRecord record) {
        return Math.min(RECORD_BYTES + OBSERVATION_BYTES * record.observations().size(), MOST_BYTES);
    }

    private void pack(MessageBufferPacker packer, Suid suid, Observation observation) throws IOException {
        packer.packArrayHeader(OBSERVATION_ELEMENTS);
        packer.packLong(micros(observation.time())).packInt(observation.clock().code());
        packer.packMapHeader(observation.readings().size());
        for (Map.Entry<String, Double> reading : observation.readings().entrySet()) {
            packer.packString(reading.getKey()).packDouble(reading.getValue());
        }
        packer.packMapHeader(observation.extra().size());
        for (Map.Entry<String, String> extra : observation.extra().entrySet()) {
            packer.packString(extra.getKey()).packString(extra.getValue());
        }
        Position position = observation.position();
        if (position == null) {
            packer.packNil();
        } else {
            byte[] sealed = positionSeal.seal(position, suid.toBytes()).bytes();
            packer.packBinaryHeader(sealed.length).writePayload(sealed);
        }
    }

    private Observation unpack(MessagePackReader reader, Suid suid) throws Refusal, UnopenedException {
        int extraElements = WireFormat.openArray(reader, OBSERVATION_ELEMENTS, "observation");
        var time = instant(reader.integer("time"));
        Clock clock = WireFormat.byCode(Clock.values(), Clock::code, reader.integer("clock"), "clock");
        var readings = new LinkedHashMap<String, Double>();
        for (int left = reader.map("readings"); left > 0; left--) {
            String name = reader.text("reading name");
            if (readings.put(name, reader.number("reading")) != null) {
                throw new Refusal(Reason.MALFORMED, "an observation has a reading twice");
            }
        }
        var extra = new LinkedHashMap<String, String>();
        for (int left = reader.map("extra"); left > 0; left--) {
            String name = reader.text("extra name");
            if (extra.put(name, reader.text("extra")) != null) {
                throw new Refusal(Reason.MALFORMED, "an observation has an extra twice");
            }
        }
        Position position = unpackPosition(reader, suid);
        WireFormat.skip(reader, extraElements);
        try {
            return new Observation(time, clock, readings, extra, position);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Reason.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Position unpackPosition(MessagePackReader reader, Suid suid) throws Refusal, UnopenedException {
        if (reader.skipNil()) {
            return null;
        }
        return positionSeal.open(Sealed.of(reader.binary("position")), suid.toBytes());
    }

    /** Reads the count of {@link ObservationRecord#COUNT_HEADER}; −1 where the header is not four bytes. */
    public static int readCount(byte[] header) {
        return header.length == Integer.BYTES ? ByteBuffer.wrap(header).getInt() : -1;
    }

    /** The value of {@link ObservationRecord#COUNT_HEADER}. */
    public static byte[] writeCount(int observations) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(observations).array();
    }
}
