package org.airlog.observation.codec;

import static org.airlog.observation.codec.WireFormat.instant;
import static org.airlog.observation.codec.WireFormat.micros;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.UuidBytes;
import org.airlog.observation.codec.SensorRecord.State;
import org.airlog.observation.codec.SensorRecord.Succession;
import org.airlog.observation.sealing.Sealed;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;

/** {@link SensorRecord} as bytes: versioned MessagePack, laid out in {@code docs/wire-format.md}. Thread-safe. */
public final class SensorRecordCodec {

    static final int VERSION = 1;

    private static final int ELEMENTS = 13;
    /** What a {@link Succession} adds; left out where there is none, as by releases that did not know it. */
    private static final int SUCCESSION_ELEMENTS = 3;

    private static final int EXPECTED_BYTES = 1_024;

    private SensorRecordCodec() {}

    /** The bytes of {@code record}; its key is {@link SensorRecord#key()}. */
    public static byte[] encode(SensorRecord record) {
        try (var packer = WireFormat.newPacker(EXPECTED_BYTES)) {
            Succession succession = record.succession();
            packer.packArrayHeader(succession == null ? ELEMENTS : ELEMENTS + SUCCESSION_ELEMENTS)
                    .packInt(VERSION);
            packUuid(packer, record.suid().value());
            packUuid(packer, record.registration());
            packUuid(packer, record.replaces());
            packer.packInt(record.state().code()).packInt(record.generation());
            packer.packInt(record.trust().code());
            packer.packString(record.manufacturer()).packString(record.model()).packString(record.metadata());
            packSealed(packer, record.secret());
            packSealed(packer, record.location());
            packer.packLong(micros(record.writtenAt()));
            if (succession != null) {
                packSuccession(packer, succession);
            }
            return packer.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e);
        }
    }

    /**
     * The record in {@code bytes}.
     *
     * @throws Refusal {@code malformed} for bytes that are no such record, a later version included
     */
    public static SensorRecord decode(byte[] bytes) throws Refusal {
        var reader = new MessagePackReader(bytes);
        int extraElements = WireFormat.openRecord(reader, VERSION, ELEMENTS);
        var suid = new Suid(WireFormat.uuid(reader, "suid"));
        UUID registration = WireFormat.uuid(reader, "registration");
        UUID replaces = WireFormat.uuid(reader, "replaces");
        State state = WireFormat.byCode(State.values(), State::code, reader.integer("state"), "state");
        long generation = reader.integer("generation");
        if (generation < 0 || generation > Integer.MAX_VALUE) {
            throw new Refusal(Reason.MALFORMED, "generation is out of range");
        }
        Trust trust = WireFormat.byCode(Trust.values(), Trust::code, reader.integer("trust"), "trust");
        String manufacturer = reader.text("manufacturer");
        String model = reader.text("model");
        String metadata = reader.text("metadata");
        Sealed secret = sealed(reader, "secret");
        Sealed location = sealed(reader, "location");
        var writtenAt = instant(reader.integer("written_at"));
        Succession succession = null;
        if (extraElements >= SUCCESSION_ELEMENTS) {
            succession = succession(reader);
            extraElements -= SUCCESSION_ELEMENTS;
        }
        WireFormat.closeRecord(reader, extraElements);
        try {
            return new SensorRecord(
                    suid,
                    registration,
                    replaces,
                    state,
                    (int) generation,
                    trust,
                    manufacturer,
                    model,
                    metadata,
                    secret,
                    location,
                    writtenAt,
                    succession);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Reason.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /** Whether a later release can read {@code bytes}, which this one cannot: they are whole, and of a later version. */
    public static boolean isOfLaterVersion(byte[] bytes) {
        return WireFormat.isOfLaterVersion(bytes, VERSION);
    }

    private static void packSuccession(MessageBufferPacker packer, Succession succession) throws IOException {
        packUuid(packer, succession.secretOf());
        packUuid(packer, succession.kept());
        if (succession.keptUntil() == null) {
            packer.packNil();
        } else {
            packer.packLong(micros(succession.keptUntil()));
        }
    }

    private static Succession succession(MessagePackReader reader) throws Refusal {
        UUID secretOf = WireFormat.uuid(reader, "secret_of");
        UUID kept = WireFormat.uuid(reader, "kept");
        return new Succession(secretOf, kept, reader.skipNil() ? null : instant(reader.integer("kept_until")));
    }

    private static void packUuid(MessageBufferPacker packer, UUID uuid) throws IOException {
        packer.packBinaryHeader(UuidBytes.LENGTH).writePayload(UuidBytes.write(uuid));
    }

    private static void packSealed(MessageBufferPacker packer, @Nullable Sealed sealed) throws IOException {
        if (sealed == null) {
            packer.packNil();
        } else {
            packer.packBinaryHeader(sealed.bytes().length).writePayload(sealed.bytes());
        }
    }

    private static @Nullable Sealed sealed(MessagePackReader reader, String what) throws Refusal {
        return reader.skipNil() ? null : Sealed.of(reader.binary(what));
    }
}
