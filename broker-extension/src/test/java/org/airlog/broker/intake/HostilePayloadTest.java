package org.airlog.broker.intake;

import static org.airlog.broker.intake.Publishes.NOW;
import static org.airlog.broker.intake.Publishes.REGISTERED;
import static org.airlog.broker.intake.Publishes.RULES;
import static org.airlog.broker.intake.Publishes.SECRET;
import static org.airlog.broker.intake.Publishes.UNSIGNED;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.airlog.broker.intake.Verdict.Accepted;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.Clock;
import org.airlog.observation.Payload;
import org.airlog.observation.signature.OpenSmogHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made to break a reader, as the whole door decides on it: signed by a registered sensor, and unsigned. */
class HostilePayloadTest {

    private static final int LARGEST = RULES.limits().maxPayloadBytes();

    /** Sixteen times the largest payload: copies and buffers of it, and no length that it merely states. */
    private static final long MAX_ALLOCATED = 16L * LARGEST;

    private static final Intake INTAKE = new Intake(RULES);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private record Bomb(String name, String contentType, Payload payload) {

        static Bomb json(String name, String text) {
            return new Bomb(name, "application/json", Payload.ofText(text));
        }

        static Bomb hex(String name, String contentType, String hex) {
            return new Bomb(name, contentType, Payload.of(HexFormat.of().parseHex(hex)));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static List<Bomb> bombs() {
        String msgpack = "application/msgpack";
        String observation = "5b7b2272656164696e6773223a7b22504d3130223a317d2c2278223a22";
        return List.of(
                Bomb.json("200 KiB of digits as a time", "[{\"timestamp\":" + "9".repeat(200 << 10) + "}]"),
                Bomb.json("200 KiB of digits as a reading", reading("9".repeat(200 << 10))),
                Bomb.json("200 KiB of digits behind a point", reading("0." + "1".repeat(200 << 10))),
                Bomb.json("200 KiB of an exponent", reading("1e" + "9".repeat(200 << 10))),
                Bomb.json("200 KiB of digits in what nobody reads", "[{\"x\":" + "9".repeat(200 << 10) + "}]"),
                Bomb.json("as deep as it is long", "[".repeat(LARGEST)),
                Bomb.json("as many objects within each other as fit", "{\"a\":".repeat(LARGEST / 5)),
                Bomb.json("an infinity by its exponent", reading("1e999")),
                Bomb.json("NaN", reading("NaN")),
                Bomb.json("Infinity", reading("Infinity")),
                Bomb.json("a NUL in a name", "[{\"readings\":{\"PM\\u000010\":1}}]"),
                Bomb.json("a raw NUL", "[{\"readings\":{\"PM10\":1}}]\0"),
                Bomb.json("half a surrogate pair as a name", "[{\"readings\":{\"\\ud800\":1}}]"),
                Bomb.json("one name twice", "[{\"readings\":{\"PM10\":1,\"PM10\":2}}]"),
                Bomb.json("one name in two spellings", "[{\"readings\":{\"PM2_5\":1,\"PM2.5\":2}}]"),
                Bomb.json("one member twice", "[{\"readings\":{\"PM10\":1},\"readings\":{\"PM10\":2}}]"),
                Bomb.hex("a byte that is no UTF-8", "application/json", observation + "ff" + "227d5d"),
                Bomb.hex("UTF-8 longer than it need be", "application/json", observation + "c0af" + "227d5d"),
                Bomb.hex("a surrogate in UTF-8", "application/json", observation + "eda080" + "227d5d"),
                Bomb.hex("an array of 2^32-1 elements", msgpack, "ddffffffff"),
                Bomb.hex("a map of 2^31-1 members", msgpack, "91df7fffffff"),
                Bomb.hex("a text of 2^31-1 bytes", msgpack, "9181db7fffffff61"),
                Bomb.hex("bytes of 2^32-1", msgpack, "9181a178c6ffffffff"),
                Bomb.hex("an extension of 2^31-1 bytes", msgpack, "9181a178c97fffffff01"),
                new Bomb("arrays within each other", msgpack, Payload.of(filled((byte) 0x91))),
                new Bomb("maps within each other", msgpack, Payload.of(filled((byte) 0x81))),
                Bomb.hex("NaN in MessagePack", msgpack, "9181a872656164696e677381a4504d3130cb7ff8000000000000"),
                Bomb.hex("infinity in MessagePack", msgpack, "9181a872656164696e677381a4504d3130cb7ff0000000000000"),
                Bomb.hex(
                        "NaN as a time",
                        msgpack,
                        "9182a974696d657374616d70cb7ff8000000000000a872656164696e677381a4504d313001"),
                Bomb.hex("gzip", "application/json", "1f8b0800000000000003ab56ca48cdc9c957b20200"),
                Bomb.hex("deflate", "application/json", "789cab56ca48cdc9c957b20200"));
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void isRefusedAsMalformedWhoeverSendsIt(Bomb bomb) {
        Publishes publish = Publishes.of(Publishes.TOPIC, bomb.payload()).contentType(bomb.contentType());

        assertThat(refusal(publish, UNSIGNED)).isEqualTo("malformed");
        assertThat(refusal(publish.signed(), REGISTERED)).isEqualTo("malformed");
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void takesNoMemoryThatIsNotInIt(Bomb bomb) {
        Publishes publish = Publishes.of(Publishes.TOPIC, bomb.payload())
                .contentType(bomb.contentType())
                .signed();
        refusal(publish, REGISTERED);

        long before = THREADS.getCurrentThreadAllocatedBytes();
        refusal(publish, REGISTERED);

        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MAX_ALLOCATED);
    }

    /** Years that a reader can spell and no sensor has lived in, as seconds, or as milliseconds from 1e11 on. */
    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "-62135596800,    0001-01-01T00:00:00Z",
        "-1,              1969-12-31T23:59:59Z",
        "0,               1970-01-01T00:00:00Z",
        "43,              1970-01-01T00:00:43Z",
        "99999999999,     5138-11-16T09:46:39Z",
        "253402300799000, 9999-12-31T23:59:59Z",
        "253402300800000, +10000-01-01T00:00:00Z",
        "1e15,            +33658-09-27T01:46:40Z",
        "-1e15,           -29719-04-05T22:13:20Z"
    })
    void anImpossibleTimeRefusesASignedObservationAndIsKeptAsTextOfARogueOne(String number, String device) {
        Publishes publish = Publishes.readings().payload("[{\"timestamp\":" + number + ",\"readings\":{\"PM10\":1}}]");

        assertThat(refusal(publish.signed(), REGISTERED)).isEqualTo("time-implausible");
        var kept = ((Accepted) decide(publish, UNSIGNED)).record().observations();
        assertThat(kept).singleElement().satisfies(observation -> {
            assertThat(observation.time()).isEqualTo(NOW);
            assertThat(observation.clock()).isEqualTo(Clock.SERVER_FOR_IMPLAUSIBLE);
            assertThat(observation.extra()).containsEntry("device_time", device);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1e15", "-1e16", "1e300", "-1e308", "1e309", "NaN", "-Infinity", "\"\"", "true", "[]"})
    void whatIsNoTimeAtAllIsMalformed(String time) {
        Publishes publish = Publishes.readings().payload("[{\"timestamp\":" + time + ",\"readings\":{\"PM10\":1}}]");

        assertThat(refusal(publish, UNSIGNED)).isEqualTo("malformed");
        assertThat(refusal(publish.signed(), REGISTERED)).isEqualTo("malformed");
    }

    @Test
    void aThousandDaysInOnePayloadAreOneRecordForASignedSensorWithinItsYear() {
        var days = Stream.iterate(NOW, day -> day.minusSeconds(86_400))
                .limit(1_000)
                .map(day -> "{\"timestamp\":" + day.getEpochSecond() + ",\"readings\":{\"PM10\":1}}")
                .toList();

        var accepted =
                (Accepted) decide(Publishes.readings().payload(days.toString()).signed(), REGISTERED);

        assertThat(accepted.count()).isEqualTo(401);
        assertThat(accepted.received()).isEqualTo(1_000);
        assertThat(accepted.record().observations()).allMatch(observation -> observation
                .time()
                .isAfter(NOW.minus(RULES.clock().maxAge()).minusSeconds(1)));
    }

    @Test
    void aSignatureOverABombIsNoReasonToReadMoreOfIt() {
        Payload tooLarge = Payload.of(new byte[LARGEST + 1]);
        Publishes publish = Publishes.of(Publishes.TOPIC, tooLarge)
                .with(
                        "Authorization",
                        "OpenSmogHash " + OpenSmogHash.sign(SECRET, tooLarge).hex());

        assertThat(refusal(publish, REGISTERED)).isEqualTo("too-large");
    }

    private static String reading(String number) {
        return "[{\"readings\":{\"PM10\":" + number + "}}]";
    }

    private static byte[] filled(byte with) {
        ByteBuffer bytes = ByteBuffer.allocate(LARGEST);
        while (bytes.hasRemaining()) {
            bytes.put(with);
        }
        return bytes.array();
    }

    private static String refusal(Publishes publish, Sensor sensor) {
        Verdict verdict = decide(publish, sensor);
        return verdict instanceof Rejected rejected ? rejected.reason().label() : verdict.toString();
    }

    private static Verdict decide(Publishes publish, Sensor sensor) {
        return INTAKE.decide(publish.publish(), suid -> sensor, Freshness.CAUGHT_UP, Moment.at(NOW));
    }
}
