package org.airlog.observation.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Position;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.TestFiles;
import org.airlog.observation.Trust;
import org.airlog.observation.sealing.PositionSeal;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.Sealed;
import org.airlog.observation.sealing.SealingKey;
import org.airlog.observation.sealing.UnopenedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes in the log are a promise: records written by any release must be read by every later one. */
class GoldenRecordTest {

    private static final Suid SUID = new Suid(UUID.fromString("123e4567-e89b-12d3-a456-426655440000"));
    private static final UUID REGISTRATION = UUID.fromString("00112233-4455-4677-8899-aabbccddeeff");
    private static final Instant RECEIVED = Instant.parse("2017-01-30T12:07:12.345678Z");

    private final Seal seal =
            new Seal(List.of(SealingKey.parse("k1:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")));
    private final ObservationRecordCodec codec = new ObservationRecordCodec(seal);

    @Test
    void writesTheDocumentedObservationRecord() throws Refusal, UnopenedException {
        byte[] golden = TestFiles.hex("golden/observation-record.hex");

        assertThat(hex(codec.encode(SUID, signed()))).isEqualTo(hex(golden));
        assertThat(codec.decode(SUID, golden)).isEqualTo(signed());
    }

    @Test
    void readsTheDocumentedObservationRecordWithAPosition() throws Refusal, UnopenedException {
        assertThat(codec.decode(SUID, TestFiles.hex("golden/observation-record-with-position.hex")))
                .isEqualTo(uploaded());
    }

    @Test
    void opensThePositionOfNoRecordThatWasMovedToAnotherSensor() {
        var other = new Suid(UUID.fromString("123e4567-e89b-12d3-a456-426655440001"));

        assertThatThrownBy(() -> codec.decode(other, TestFiles.hex("golden/observation-record-with-position.hex")))
                .isInstanceOf(UnopenedException.class);
    }

    @Test
    void readsTheDocumentedSensorRecord() throws Refusal, UnopenedException {
        byte[] golden = TestFiles.hex("golden/sensor-record.hex");

        SensorRecord record = SensorRecordCodec.decode(golden);

        assertThat(record).isEqualTo(registered(record.secret(), record.location()));
        assertThat(new String(seal.open(sealed(record.secret()), record.key()), StandardCharsets.UTF_8))
                .isEqualTo("F9954C7A7A668E16A6572B4C49DA4");
        assertThat(new PositionSeal(seal).open(sealed(record.location()), record.key()))
                .isEqualTo(new Position(51.5225, -0.1546, 35.0));
        assertThat(hex(SensorRecordCodec.encode(record))).isEqualTo(hex(golden));
    }

    @Test
    void writesTheDocumentedMarker() throws Refusal {
        byte[] golden = TestFiles.hex("golden/sensor-marker.hex");
        var marker = SensorRecord.plain(
                SUID,
                UUID.fromString("ffeeddcc-bbaa-4988-8766-554433221100"),
                REGISTRATION,
                SensorRecord.State.RELEASED,
                1,
                Trust.SIGNED,
                RECEIVED);

        assertThat(hex(SensorRecordCodec.encode(marker))).isEqualTo(hex(golden));
        assertThat(SensorRecordCodec.decode(golden)).isEqualTo(marker);
        assertThat(marker.current()).isEqualTo(REGISTRATION);
    }

    @Test
    void readsAndWritesTheDocumentedRotation() throws Refusal, UnopenedException {
        byte[] golden = TestFiles.hex("golden/sensor-rekeyed.hex");

        SensorRecord record = SensorRecordCodec.decode(golden);

        assertThat(record.state()).isEqualTo(SensorRecord.State.REKEYED);
        assertThat(record.current()).isEqualTo(REGISTRATION);
        assertThat(record.succession())
                .isEqualTo(new SensorRecord.Succession(
                        REGISTRATION, REGISTRATION, Instant.parse("2017-01-31T12:07:12.345678Z")));
        assertThat(new String(seal.open(sealed(record.secret()), record.key()), StandardCharsets.UTF_8))
                .isEqualTo("0A1B2C3D4E5F60718293A4B5C6D7E");
        assertThat(hex(SensorRecordCodec.encode(record))).isEqualTo(hex(golden));
    }

    @Test
    void readsAndWritesTheDocumentedRecordThatWasSealedAnew() throws Refusal, UnopenedException {
        byte[] golden = TestFiles.hex("golden/sensor-resealed.hex");
        var newKey = new Seal(
                List.of(SealingKey.parse("k2:202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f")));

        SensorRecord record = SensorRecordCodec.decode(golden);

        SensorRecord step = registered(record.secret(), record.location());
        assertThat(record)
                .isEqualTo(SensorRecord.resealed(step, record.secret(), record.location(), record.writtenAt()));
        assertThat(new String(newKey.open(sealed(record.secret()), record.key()), StandardCharsets.UTF_8))
                .isEqualTo("F9954C7A7A668E16A6572B4C49DA4");
        assertThat(new PositionSeal(newKey).open(sealed(record.location()), record.key()))
                .isEqualTo(new Position(51.5225, -0.1546, 35.0));
        assertThat(hex(SensorRecordCodec.encode(record))).isEqualTo(hex(golden));
    }

    @ParameterizedTest
    @CsvSource({
        "UNSIGNED,0,false,false",
        "REGISTERED,1,false,true",
        "REVOKED,2,false,false",
        "USED,3,true,false",
        "RELEASED,4,true,false",
        "PROVISIONED,5,true,false",
        "ROTATED,6,false,true",
        "REKEYED,7,true,false",
        "RESEALED,8,true,false"
    })
    void neverChangesTheCodeOfAState(SensorRecord.State state, int code, boolean isMarker, boolean isRegistration) {
        assertThat(state.code()).isEqualTo(code);
        assertThat(state.isMarker()).isEqualTo(isMarker);
        assertThat(state.isRegistration()).isEqualTo(isRegistration);
        assertThat(SensorRecord.State.values()).hasSize(9);
    }

    @Test
    void hasACountHeaderOfFourBytes() {
        assertThat(hex(ObservationRecordCodec.writeCount(2_500))).isEqualTo("000009c4");
        assertThat(ObservationRecordCodec.readCount(TestFiles.parseHex("000009c4")))
                .isEqualTo(2_500);
        assertThat(ObservationRecordCodec.readCount(new byte[3])).isEqualTo(-1);
    }

    @Test
    void readsARecordToWhichALaterReleaseHasAddedElements() throws Refusal, UnopenedException {
        String golden = hex(TestFiles.hex("golden/observation-record.hex"));
        // Seven elements instead of six, six instead of five in the observation; the new ones are nested.
        String grown = "97" + golden.substring(2).replace("9195cf", "9196cf") + "9301c40100a161" + "81a16190";

        assertThat(codec.decode(SUID, TestFiles.parseHex(grown))).isEqualTo(signed());
    }

    @Test
    void refusesALaterVersionAndWhatFollowsTheRecord() {
        String golden = hex(TestFiles.hex("golden/observation-record.hex"));

        for (String refused : List.of("9602" + golden.substring(4), golden + "00", "90", "9101", "c0", "")) {
            assertThatThrownBy(() -> codec.decode(SUID, TestFiles.parseHex(refused)))
                    .isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.reason())
                            .isEqualTo(Reason.MALFORMED));
        }
    }

    @Test
    void refusesAReadingThatComesTwice() {
        String golden = hex(TestFiles.hex("golden/observation-record.hex"));
        String doubled = golden.replace("a4504d3130", "a5504d325f35");

        assertThat(doubled).isNotEqualTo(golden);
        assertThatThrownBy(() -> codec.decode(SUID, TestFiles.parseHex(doubled)))
                .isInstanceOf(Refusal.class);
    }

    private static ObservationRecord signed() {
        var readings = new LinkedHashMap<String, Double>();
        readings.put("PM2_5", 201.1);
        readings.put("PM10", 102.0);
        var observation =
                new Observation(Instant.parse("2017-01-30T12:07:10Z"), Clock.DEVICE, readings, Map.of(), null);
        return new ObservationRecord(REGISTRATION, Trust.SIGNED, Source.OPENSMOG, RECEIVED, List.of(observation));
    }

    private static ObservationRecord uploaded() {
        var observation = new Observation(
                RECEIVED,
                Clock.SERVER_FOR_IMPLAUSIBLE,
                Map.of("co2", 1223.0),
                Map.of("box", "roof"),
                new Position(51.5225, -0.1546, 35.0));
        return new ObservationRecord(
                ObservationRecord.UNSIGNED, Trust.LEGACY, Source.UPLOAD, RECEIVED, List.of(observation));
    }

    private static SensorRecord registered(@Nullable Sealed secret, @Nullable Sealed location) {
        return new SensorRecord(
                SUID,
                REGISTRATION,
                ObservationRecord.UNSIGNED,
                SensorRecord.State.REGISTERED,
                1,
                Trust.SIGNED,
                "Example",
                "One",
                "{}",
                secret,
                location,
                RECEIVED);
    }

    private static Sealed sealed(@Nullable Sealed value) {
        return Objects.requireNonNull(value);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
