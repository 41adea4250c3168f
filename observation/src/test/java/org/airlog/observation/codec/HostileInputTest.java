package org.airlog.observation.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.airlog.observation.Generated;
import org.airlog.observation.Payload;
import org.airlog.observation.Property;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;
import org.airlog.observation.Suid;
import org.airlog.observation.TestFiles;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.airlog.observation.sealing.UnopenedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No bytes make a decoder throw anything but its own refusal, and what it accepts keeps its promises. */
class HostileInputTest {

    private static final int CASES = 4_000;

    private static final String UPLOAD =
            "{\"time_utc\":[43,\"2017-01-30T12:07:10Z\"],\"co2\":[1223,2351.5],\"note\":\"a\",\"lat\":1,\"lon\":2}";

    /** Bytes at which decoders turn: JSON's and CSV's own, and MessagePack's headers with the longest lengths. */
    private static final List<byte[]> TURNING_POINTS = List.of(
            bytes("\""),
            bytes("\\"),
            bytes("["),
            bytes("]"),
            bytes("{"),
            bytes("}"),
            bytes(","),
            bytes(":"),
            bytes("\n"),
            bytes("\r"),
            bytes("\0"),
            bytes("null"),
            bytes("1e400"),
            bytes("-"),
            bytes("\\ud800"),
            bytes("\uFEFF"),
            bytes("NaN"),
            bytes("&"),
            bytes("="),
            bytes("+"),
            bytes("%"),
            bytes("%00"),
            bytes("%ED%A0%80"),
            bytes("9".repeat(101)),
            bytes("[".repeat(20)),
            hex("c0"),
            hex("c1"),
            hex("90"),
            hex("80"),
            hex("a0"),
            hex("ff"),
            hex("c3"),
            hex("c6ffffffff"),
            hex("c67fffffff"),
            hex("c97fffffff"),
            hex("c9ffffffff"),
            hex("c7ff"),
            hex("db7fffffff"),
            hex("dbffffffff"),
            hex("dd7fffffff"),
            hex("ddffffffff"),
            hex("df7fffffff"),
            hex("dfffffffff"),
            hex("cfffffffffffffffff"),
            hex("cb7ff8000000000000"),
            hex("ca7f800000"));

    private static final Seal SEAL = new Seal(List.of(SealingKey.parse("k1:" + "11".repeat(32))));
    private static final ObservationRecordCodec RECORDS = new ObservationRecordCodec(SEAL);

    @ParameterizedTest
    @EnumSource
    void isRefusedAndNothingElse(Format format) {
        Property.holds(CASES, random -> {
            Payload payload = Payload.of(hostile(random, format));
            List<ReportedObservation> observations;
            try {
                observations = format.decoder().decode(payload, PayloadLimits.DEFAULTS);
            } catch (Refusal refused) {
                return;
            }
            keepsItsPromises(observations);
        });
    }

    @Test
    void isRefusedAsAnObservationRecord() {
        Property.holds(CASES, random -> {
            Suid suid = Generated.suid(random);
            byte[] valid = RECORDS.encode(suid, RoundTripTest.observationRecord(random));
            try {
                RECORDS.decode(suid, damaged(random, valid));
            } catch (Refusal | UnopenedException refused) {
                // What the consumer parks.
            }
        });
    }

    @Test
    void isRefusedAsASensorRecord() {
        Property.holds(CASES, random -> {
            byte[] valid = SensorRecordCodec.encode(RoundTripTest.sensorRecord(random));
            try {
                SensorRecordCodec.decode(damaged(random, valid));
            } catch (Refusal refused) {
                // What the registry reports.
            }
        });
    }

    @Test
    void isRefusedWhereverARecordIsCutShort() {
        Property.holds(5, random -> {
            Suid suid = Generated.suid(random);
            byte[] record = RECORDS.encode(suid, RoundTripTest.observationRecord(random));
            for (int length = 0; length < record.length; length++) {
                byte[] cut = Arrays.copyOf(record, length);
                assertThatThrownBy(() -> RECORDS.decode(suid, cut)).isInstanceOf(Refusal.class);
            }
        });
    }

    private static void keepsItsPromises(List<ReportedObservation> observations) {
        assertThat(observations).isNotEmpty().hasSizeLessThanOrEqualTo(PayloadLimits.DEFAULTS.maxObservations());
        for (ReportedObservation observation : observations) {
            assertThat(observation.readings().size() + observation.extra().size())
                    .isLessThanOrEqualTo(PayloadLimits.DEFAULTS.maxReadings());
            assertThat(observation.readings().values()).allMatch(Double::isFinite);
            assertThat(observation.readings().keySet()).noneMatch(name -> name.isBlank() || name.contains("\0"));
            assertThat(observation.extra().values()).noneMatch(text -> text.isEmpty() || text.contains("\0"));
            var time = observation.time();
            if (time != null) {
                WireFormat.micros(time);
            }
        }
    }

    private static byte[] hostile(RandomGenerator random, Format format) {
        if (random.nextInt(4) == 0) {
            return Generated.bytes(random, 60);
        }
        return damaged(random, format.valid(random));
    }

    /** {@code valid} with a few bytes changed, left out or put in, or cut short. */
    private static byte[] damaged(RandomGenerator random, byte[] valid) {
        byte[] bytes = valid;
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            int from = random.nextInt(bytes.length + 1);
            int to = Math.min(bytes.length, from + random.nextInt(4));
            byte[] between =
                    switch (random.nextInt(4)) {
                        case 0 -> Generated.bytes(random, 3);
                        case 1 -> new byte[0];
                        default -> TURNING_POINTS.get(random.nextInt(TURNING_POINTS.size()));
                    };
            var damaged = new ByteArrayOutputStream();
            damaged.write(bytes, 0, from);
            damaged.writeBytes(between);
            if (random.nextInt(8) != 0) {
                damaged.write(bytes, to, bytes.length - to);
            }
            bytes = damaged.toByteArray();
        }
        return bytes;
    }

    private static byte[] bytes(String text) {
        return Payload.ofText(text).bytes();
    }

    private static byte[] hex(String text) {
        return TestFiles.parseHex(text);
    }

    private enum Format {
        READINGS_JSON,
        READINGS_MESSAGE_PACK,
        UPLOAD_JSON,
        UPLOAD_CSV,
        UPLOAD_FORM,
        UPLOAD_MESSAGE_PACK,
        AIRROHR_JSON,
        OPENSENSEMAP_ARRAY,
        OPENSENSEMAP_OBJECT,
        OPENSENSEMAP_CSV,
        AIRGRADIENT_JSON,
        TASMOTA_JSON;

        private static final Map<String, String> SENSORS = Map.of("5a8d1c0e9fd3c200197ae004", "PM10");

        private PayloadDecoder decoder() {
            return switch (this) {
                case READINGS_JSON -> ReadingsJson::decode;
                case READINGS_MESSAGE_PACK -> ReadingsMessagePack::decode;
                case UPLOAD_JSON -> UploadJson::decode;
                case UPLOAD_CSV -> UploadCsv::decode;
                case UPLOAD_FORM -> UploadForm::decode;
                case UPLOAD_MESSAGE_PACK -> UploadMessagePack::decode;
                case AIRROHR_JSON ->
                    (payload, limits) -> AirRohrJson.decode(payload, limits).observations();
                case OPENSENSEMAP_ARRAY, OPENSENSEMAP_OBJECT ->
                    (payload, limits) -> OpenSenseMapJson.decode(payload, limits, SENSORS);
                case OPENSENSEMAP_CSV -> (payload, limits) -> OpenSenseMapCsv.decode(payload, limits, SENSORS);
                case AIRGRADIENT_JSON -> AirGradientJson::decode;
                case TASMOTA_JSON -> TasmotaJson::decode;
            };
        }

        private byte[] valid(RandomGenerator random) {
            return switch (this) {
                case READINGS_JSON ->
                    ReadingsJson.encode(Generated.reported(random, 3)).bytes();
                case READINGS_MESSAGE_PACK ->
                    ReadingsMessagePack.encode(Generated.reported(random, 3)).bytes();
                case UPLOAD_JSON -> HostileInputTest.bytes(UPLOAD);
                case UPLOAD_MESSAGE_PACK -> Decoding.messagePack(UPLOAD).bytes();
                case UPLOAD_FORM ->
                    HostileInputTest.bytes(
                            "time_utc=43&co2=1223&note=a+%C3%A4%26&time_utc=2017-01-30T12%3A07%3A10Z&co2=2351.5&lat=1&lon=2");
                case UPLOAD_CSV ->
                    HostileInputTest.bytes(
                            "time_utc,co2,note,lat,lon\r\n43,1223,\"a \"\"b\"\"\",1,2\r\n2017-01-30T12:07:10Z,2351.5,,,\r\n");
                case AIRROHR_JSON -> file("airrohr-many-sensors.json");
                case OPENSENSEMAP_ARRAY -> file("opensensemap-array.json");
                case OPENSENSEMAP_OBJECT -> file("opensensemap-object.json");
                case OPENSENSEMAP_CSV -> file("opensensemap-mobile.csv");
                case AIRGRADIENT_JSON -> file("airgradient-3.6.json");
                case TASMOTA_JSON -> file("tasmota-fahrenheit.json");
            };
        }

        private static byte[] file(String name) {
            return TestFiles.payload("dialects/" + name).bytes();
        }
    }
}
