package org.airlog.ingest.batch;

import static org.airlog.ingest.batch.Samples.NOON;
import static org.airlog.ingest.batch.Samples.PARTITION;
import static org.airlog.ingest.batch.Samples.SUID;
import static org.airlog.ingest.batch.Samples.rogue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.airlog.ingest.batch.Decoded.Observed;
import org.airlog.ingest.batch.Decoded.Step;
import org.airlog.ingest.batch.Decoded.Undecodable;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Payload;
import org.airlog.observation.Position;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecord.State;
import org.airlog.observation.codec.SensorRecordCodec;
import org.airlog.observation.sealing.PositionSeal;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.Sealed;
import org.airlog.observation.sealing.SealingKey;
import org.airlog.observation.sealing.UnopenedException;
import org.junit.jupiter.api.Test;

class DecoderTest {

    private static final Position HERE = new Position(51.5, -0.15, null);
    private static final LogPartition REGISTRY = new LogPartition(new UUID(8, 8), SensorRecord.TOPIC, 0);

    private final Decoder decoder = new Decoder(Samples.SEAL, LaterVersions.WAIT);

    @Test
    void readsWhatTheDoorWrote() throws Exception {
        Observed written = rogue(3, NOON, new Observation(NOON, Clock.DEVICE, Map.of("PM10", 1.0), Map.of(), HERE));

        assertThat(decoder.decode(written.origin())).isEqualTo(written);
    }

    @Test
    void bytesThatAreNoRecordAreUndecodable() throws Exception {
        var record = new LoggedRecord(PARTITION, 0, Payload.of(SUID.toBytes()), Payload.ofText("{\"PM10\": 1}"), 1);

        assertThat(decoder.decode(record)).isInstanceOf(Undecodable.class);
    }

    @Test
    void aKeyThatIsNoSuidIsUndecodable() throws Exception {
        Observed written = rogue(3, NOON, Samples.observation(NOON, Map.of("PM10", 1.0)));
        var record = new LoggedRecord(
                PARTITION, 0, Payload.ofText("key"), written.origin().value(), 1);

        assertThat(decoder.decode(record)).isInstanceOf(Undecodable.class);
    }

    @Test
    void aPositionUnderAKeyThatIsMissingHereIsForAnOperator() {
        Observed written = rogue(3, NOON, new Observation(NOON, Clock.DEVICE, Map.of("PM10", 1.0), Map.of(), HERE));
        var withoutTheKey =
                new Decoder(new Seal(List.of(SealingKey.parse("other:" + "11".repeat(32)))), LaterVersions.WAIT);

        assertThatThrownBy(() -> withoutTheKey.decode(written.origin())).isInstanceOf(UnopenedException.class);
    }

    @Test
    void aWholeRecordOfALaterVersionWaitsForALaterRelease() throws Exception {
        Observed written = rogue(3, NOON, Samples.observation(NOON, Map.of("PM10", 1.0)));
        SensorRecord registration = registration();

        assertThatThrownBy(() -> decoder.decode(later(written.origin())))
                .isInstanceOf(LaterVersionException.class)
                .hasMessage("airlog.observations 0:3 is a record of a later version than this release reads");
        assertThatThrownBy(() -> decoder.decode(later(logged(registration.key(), registration))))
                .isInstanceOf(LaterVersionException.class);
    }

    @Test
    void aRecordOfALaterVersionIsParkedWhereThatIsWanted() throws Exception {
        Observed written = rogue(3, NOON, Samples.observation(NOON, Map.of("PM10", 1.0)));

        assertThat(new Decoder(Samples.SEAL, LaterVersions.PARK).decode(later(written.origin())))
                .isInstanceOfSatisfying(Undecodable.class, parked -> assertThat(parked.detail())
                        .isEqualTo("record has version 2, this program reads 1"));
    }

    @Test
    void bytesThatOnlyBeginLikeALaterVersionAreUndecodable() throws Exception {
        byte[] whole = later(rogue(3, NOON, Samples.observation(NOON, Map.of("PM10", 1.0)))
                        .origin())
                .value()
                .bytes();
        byte[] cut = Arrays.copyOf(whole, whole.length - 1);
        byte[] followed = Arrays.copyOf(whole, whole.length + 1);
        byte[] absurd = {(byte) 0x91, (byte) 0xcd, 0x10, 0x00};

        for (byte[] bytes : List.of(cut, followed, absurd, new byte[0], new byte[] {(byte) 0x90})) {
            assertThat(decoder.decode(new LoggedRecord(PARTITION, 0, Payload.of(SUID.toBytes()), Payload.of(bytes), 1)))
                    .isInstanceOf(Undecodable.class);
        }
    }

    @Test
    void aRegistryRecordIsReadWithItsLocation() throws Exception {
        SensorRecord content = registration();

        assertThat(decoder.decode(logged(content.key(), content))).isInstanceOfSatisfying(Step.class, step -> {
            assertThat(step.content()).isEqualTo(content);
            assertThat(step.location()).isEqualTo(HERE);
        });
    }

    /** Its key may have been retired, after what it had sealed was sealed anew. */
    @Test
    void aLocationUnderAKeyThatIsMissingHereIsFoundUnderAnother() throws Exception {
        SealingKey other = SealingKey.parse("other:" + "11".repeat(32));
        Seal both = new Seal(List.of(other, Samples.SEALING_KEY));
        SensorRecord content = registration();
        byte[] renewalKey = SensorRecord.key(SUID, SensorRecord.resealedId(SUID, content.registration()));
        Sealed location = Objects.requireNonNull(content.location());
        SensorRecord renewal =
                SensorRecord.resealed(content, null, both.sealAnew(location, content.key(), renewalKey), NOON);
        var after = new Decoder(new Seal(List.of(other)), LaterVersions.WAIT);
        LoggedRecord logged = logged(content.key(), content);

        assertThatThrownBy(() -> after.decode(logged)).isInstanceOf(UnopenedException.class);
        assertThat(after.wanted(List.of(logged))).containsExactly(Payload.of(renewalKey));
        assertThat(decoder.wanted(List.of(logged))).isEmpty();
        assertThat(after.decode(logged, Map.of(Payload.of(renewalKey), Payload.of(SensorRecordCodec.encode(renewal)))))
                .isInstanceOfSatisfying(
                        Step.class, step -> assertThat(step.location()).isEqualTo(HERE));
    }

    @Test
    void nobodyNeedsTheLocationOfAMarker() throws Exception {
        SensorRecord content = registration();
        SensorRecord marker = SensorRecord.resealed(content, null, content.location(), NOON);

        assertThat(decoder.decode(logged(marker.key(), marker)))
                .isInstanceOfSatisfying(
                        Step.class, step -> assertThat(step.location()).isNull());
    }

    @Test
    void aRegistryRecordUnderAnothersKeyIsUndecodable() throws Exception {
        SensorRecord content = registration();

        assertThat(decoder.decode(logged(SensorRecord.key(Samples.OTHER_SUID, content.registration()), content)))
                .isInstanceOf(Undecodable.class);
    }

    /** The second byte of either format is its version. */
    private static LoggedRecord later(LoggedRecord record) {
        byte[] bytes = record.value().bytes().clone();
        bytes[1] = 2;
        return new LoggedRecord(
                record.partition(), record.offset(), record.key(), Payload.of(bytes), record.statedCount());
    }

    private static LoggedRecord logged(byte[] key, SensorRecord content) {
        return new LoggedRecord(REGISTRY, 0, Payload.of(key), Payload.of(SensorRecordCodec.encode(content)), -1);
    }

    private static SensorRecord registration() {
        UUID registration = new UUID(4, 4);
        Sealed location = new PositionSeal(Samples.SEAL).seal(HERE, SensorRecord.key(SUID, registration));
        return new SensorRecord(
                SUID,
                registration,
                ObservationRecord.UNSIGNED,
                State.REGISTERED,
                1,
                Trust.SIGNED,
                "Acme",
                "One",
                "{}",
                Sealed.of(new byte[] {1}),
                location,
                NOON);
    }
}
