package org.airlog.observation.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.airlog.observation.Payload;
import org.airlog.observation.ReadingTypes;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;
import org.airlog.observation.Suid;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.airlog.observation.sealing.UnopenedException;
import org.airlog.observation.signature.HmacSha256;
import org.airlog.observation.signature.OpenSmogHash;
import org.airlog.observation.signature.SaltedHash;
import org.airlog.observation.signature.Signature;

/**
 * Everything of this module that reads a stranger's bytes, each under a letter, and what must hold of all that it reads.
 *
 * <p>Nothing but a refusal may be thrown (or {@link UnopenedException} where a position is sealed); what is accepted keeps
 * its promises; and what can be written again reads as the same. Long because each reader has its few lines here: one list,
 * so that none is forgotten.
 */
enum FuzzTarget {
    READINGS_JSON('j') {
        @Override
        void feed(byte[] bytes) throws Refusal {
            List<ReportedObservation> read = observations(ReadingsJson::decode, bytes);
            if (isExact(read)) {
                assertThat(ReadingsJson.decode(ReadingsJson.encode(read), LIMITS))
                        .isEqualTo(read);
            }
        }
    },
    READINGS_MESSAGE_PACK('m') {
        @Override
        void feed(byte[] bytes) throws Refusal {
            List<ReportedObservation> read = observations(ReadingsMessagePack::decode, bytes);
            if (isExact(read)) {
                assertThat(ReadingsMessagePack.decode(ReadingsMessagePack.encode(read), LIMITS))
                        .isEqualTo(read);
            }
        }
    },
    UPLOAD_JSON('J') {
        @Override
        void feed(byte[] bytes) throws Refusal {
            observations(UploadJson::decode, bytes);
        }
    },
    UPLOAD_MESSAGE_PACK('M') {
        @Override
        void feed(byte[] bytes) throws Refusal {
            observations(UploadMessagePack::decode, bytes);
        }
    },
    UPLOAD_CSV('C') {
        @Override
        void feed(byte[] bytes) throws Refusal {
            observations(UploadCsv::decode, bytes);
        }
    },
    UPLOAD_FORM('F') {
        @Override
        void feed(byte[] bytes) throws Refusal {
            observations(UploadForm::decode, bytes);
        }
    },
    AIR_ROHR('a') {
        @Override
        void feed(byte[] bytes) throws Refusal {
            observations(
                    (payload, limits) -> AirRohrJson.decode(payload, limits).observations(), bytes);
        }
    },
    OPEN_SENSE_MAP_JSON('s') {
        @Override
        void feed(byte[] bytes) throws Refusal {
            observations((payload, limits) -> OpenSenseMapJson.decode(payload, limits, BOX), bytes);
        }
    },
    OPEN_SENSE_MAP_CSV('c') {
        @Override
        void feed(byte[] bytes) throws Refusal {
            observations((payload, limits) -> OpenSenseMapCsv.decode(payload, limits, BOX), bytes);
        }
    },
    AIR_GRADIENT('g') {
        @Override
        void feed(byte[] bytes) throws Refusal {
            observations(AirGradientJson::decode, bytes);
        }
    },
    TASMOTA('t') {
        @Override
        void feed(byte[] bytes) throws Refusal {
            observations(TasmotaJson::decode, bytes);
        }
    },
    OBSERVATION_RECORD('O') {
        @Override
        void feed(byte[] bytes) throws Refusal {
            try {
                ObservationRecord record = RECORDS.decode(GOLDEN_SUID, bytes);
                assertThat(RECORDS.decode(GOLDEN_SUID, RECORDS.encode(GOLDEN_SUID, record)))
                        .isEqualTo(record);
            } catch (UnopenedException notSealedByUs) {
                // What the consumer waits for a key with.
            }
        }
    },
    SENSOR_RECORD('S') {
        @Override
        void feed(byte[] bytes) throws Refusal {
            SensorRecord record = SensorRecordCodec.decode(bytes);
            assertThat(SensorRecordCodec.decode(SensorRecordCodec.encode(record)))
                    .isEqualTo(record);
        }
    },
    AUTHORIZATION('A') {
        @Override
        void feed(byte[] bytes) {
            Signature.parseAuthorization(text(bytes)).ifPresent(signature -> {
                String hex = signature instanceof HmacSha256 hmac ? hmac.hex() : ((OpenSmogHash) signature).hex();
                assertThat(hex).matches("[0-9a-f]{64}");
                Optional<String> time =
                        signature.signedAt().map(Instant::getEpochSecond).map(String::valueOf);
                assertThat(Signature.parse(signature.scheme(), hex, time)).isPresent();
            });
        }
    },
    SALTED_HASH('H') {
        @Override
        void feed(byte[] bytes) {
            String[] lines = text(bytes).split("\n", 2);
            SaltedHash.parse(lines[0], lines.length == 1 ? "" : lines[1])
                    .ifPresent(hash -> assertThat(SaltedHash.parse("Content-" + hash.algorithm() + "-Salted", lines[1]))
                            .isPresent());
        }
    },
    SUID('U') {
        @Override
        void feed(byte[] bytes) {
            Suid.parse(text(bytes))
                    .ifPresent(suid -> assertThat(Suid.parse(suid.toString())).contains(suid));
        }
    },
    CONTENT_TYPE('T') {
        @Override
        void feed(byte[] bytes) throws Refusal {
            String[] lines = text(bytes).split("\n", 2);
            observations(
                    Codecs.uploads(lines[0]),
                    Payload.ofText(lines.length == 1 ? "" : lines[1]).bytes());
        }
    };

    /** What the sensors of the wire examples measure, and two of one type. */
    private static final Map<String, String> BOX = Map.of(
            "5a8d1c0e9fd3c200197ae001",
            "TEMP",
            "5a8d1c0e9fd3c200197ae002",
            "HUM",
            "5a8d1c0e9fd3c200197ae003",
            "PRES",
            "5a8d1c0e9fd3c200197ae004",
            "PM10",
            "a",
            "PM10");

    private static final PayloadLimits LIMITS = PayloadLimits.DEFAULTS;
    private static final Suid GOLDEN_SUID = new Suid(UUID.fromString("123e4567-e89b-12d3-a456-426655440000"));
    private static final ObservationRecordCodec RECORDS = new ObservationRecordCodec(
            new Seal(List.of(SealingKey.parse("k1:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"))));

    /** Until then a double of seconds is exact to the microsecond. */
    private static final Instant LAST_EXACT = Instant.parse("2242-01-01T00:00:00Z");

    private static final Instant FIRST_EXACT = Instant.parse("1698-01-01T00:00:00Z");

    private final char letter;

    FuzzTarget(char letter) {
        this.letter = letter;
    }

    /** The target of an input whose first byte is {@code letter}. */
    static Optional<FuzzTarget> of(byte letter) {
        return Arrays.stream(values()).filter(target -> target.letter == letter).findFirst();
    }

    /** Reads {@code bytes}; throws {@link AssertionError} where what came of it is wrong. */
    abstract void feed(byte[] bytes) throws Refusal;

    /** The observations that {@code decoder} reads, which keep their promises. */
    static List<ReportedObservation> observations(PayloadDecoder decoder, byte[] bytes) throws Refusal {
        List<ReportedObservation> observations = decoder.decode(Payload.of(bytes), LIMITS);
        assertThat(observations).isNotEmpty().hasSizeLessThanOrEqualTo(LIMITS.maxObservations());
        observations.forEach(FuzzTarget::keepsItsPromises);
        return observations;
    }

    /** Plain checks, as millions of them are made. */
    private static void keepsItsPromises(ReportedObservation observation) {
        int size = observation.readings().size() + observation.extra().size();
        require(size > 0 || observation.position() != null, "an observation of nothing");
        require(size <= LIMITS.maxReadings(), "more readings than the limit");
        observation.readings().forEach((name, value) -> {
            require(Double.isFinite(value), "a value that is not finite");
            requireCanonical(name);
        });
        observation.extra().forEach((name, text) -> {
            require(!text.isEmpty() && isStorable(text), "a text that no database keeps");
            requireCanonical(name);
        });
        Instant time = observation.time();
        require(time == null || time.equals(WireFormat.instant(WireFormat.micros(time))), "a time of too many digits");
    }

    private static void requireCanonical(String name) {
        // A dialect's own names are in lower case, those of standard types too.
        String canonical = ReadingTypes.canonicalName(name);
        require(
                name.equals(canonical) || name.equals(canonical.toLowerCase(Locale.ROOT)),
                "a name that is not canonical");
        require(!name.isBlank() && isStorable(name), "a name that no database keeps");
        require(name.codePointCount(0, name.length()) <= LIMITS.maxNameLength(), "a name longer than the limit");
    }

    /** Without NUL and half surrogates. */
    private static boolean isStorable(String text) {
        return text.codePoints().noneMatch(point -> point == 0 || ReadingNames.isHalfSurrogate(point));
    }

    private static boolean isExact(List<ReportedObservation> observations) {
        return observations.stream()
                .map(ReportedObservation::time)
                .allMatch(time -> time == null || (time.isBefore(LAST_EXACT) && time.isAfter(FIRST_EXACT)));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
