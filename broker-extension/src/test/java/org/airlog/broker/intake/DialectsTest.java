package org.airlog.broker.intake;

import static org.airlog.broker.intake.Publishes.NOW;
import static org.airlog.broker.intake.Publishes.REGISTERED;
import static org.airlog.broker.intake.Publishes.RULES;
import static org.airlog.broker.intake.Publishes.SUID;
import static org.airlog.broker.intake.Publishes.UNKNOWN;
import static org.airlog.broker.intake.Publishes.UNSIGNED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.airlog.broker.intake.Verdict.Accepted;
import org.airlog.broker.intake.Verdict.Delivery;
import org.airlog.broker.intake.Verdict.Question;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.intake.Verdict.Unsettled;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Payload;
import org.airlog.observation.Position;
import org.airlog.observation.Reason;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.signature.Secret;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The firmware dialects, as the door decides on them; what each payload says is the decoders' own tests. */
class DialectsTest {

    private static final String BOX = "5a8d1c0e9fd3c200197ae000";
    private static final String BOX_SENSOR = "5a8d1c0e9fd3c200197ae001";

    private static final Publishes AIR_ROHR = of(
            "legacy/airrohr",
            "{\"esp8266id\":\"1497234\",\"sensordatavalues\":[{\"value_type\":\"SDS_P1\",\"value\":\"3.00\"}]}");
    private static final Publishes SENSOR_COMMUNITY = of(
                    "v1/push-sensor-data", "{\"sensordatavalues\":[{\"value_type\":\"P1\",\"value\":\"3.00\"}]}")
            .with("X-Sensor", "esp8266-1497234")
            .with("x-pin", "1");
    private static final Publishes SENSE_BOX =
            of("boxes/" + BOX + "/data", BOX_SENSOR + ",     3.00\n").contentType("text/csv");
    private static final Publishes AIR_GRADIENT = of("airgradient/readings/ecda3b1eaaaf", "{\"pm10\":3}");
    private static final Publishes TASMOTA = of("tele/plug_1/SENSOR", "{\"SDS0X1\":{\"PM10\":3}}");

    @ParameterizedTest
    @MethodSource
    void eachDialectIsLegacyDataOfItsDevice(Publishes publish, Source source, Suid suid) {
        Accepted accepted = accepted(publish);

        assertThat(accepted.suid()).isEqualTo(suid);
        assertThat(accepted.record().source()).isEqualTo(source);
        assertThat(accepted.record().trust()).isEqualTo(Trust.LEGACY);
        Observation observation = accepted.record().observations().get(0);
        assertThat(observation.readings()).isEqualTo(Map.of("PM10", 3.0));
        assertThat(observation.time()).isEqualTo(NOW);
        assertThat(observation.clock()).isEqualTo(Clock.SERVER_FOR_ABSENT);
    }

    static Object[][] eachDialectIsLegacyDataOfItsDevice() {
        return new Object[][] {
            {AIR_ROHR, Source.AIRROHR, Suid.derived("airrohr", "esp8266-1497234")},
            {SENSOR_COMMUNITY, Source.SENSOR_COMMUNITY, Suid.derived("airrohr", "esp8266-1497234")},
            {SENSE_BOX, Source.OPENSENSEMAP, Suid.derived("opensensemap", BOX)},
            {AIR_GRADIENT, Source.AIRGRADIENT, Suid.derived("airgradient", "ecda3b1eaaaf")},
            {TASMOTA, Source.TASMOTA, Suid.derived("tasmota", "plug_1")}
        };
    }

    @ParameterizedTest
    @MethodSource("eachDialectIsLegacyDataOfItsDevice")
    void eachDialectCanBeSwitchedOff(Publishes publish, Source source, Suid suid) {
        var others = EnumSet.copyOf(DialectRules.ALL);
        others.remove(source);

        assertThat(decide(rules(others, null, Map.of(), boxes(null)), publish, UNSIGNED))
                .asInstanceOf(type(Rejected.class))
                .returns(Reason.TOPIC_INVALID, Rejected::reason)
                .satisfies(rejected -> assertThat(rejected.detail()).contains(source.label()));
        assertThat(decide(rules(Set.of(source), null, Map.of(), boxes(null)), publish, UNSIGNED))
                .isInstanceOf(Accepted.class);
    }

    @ParameterizedTest
    @CsvSource({
        "airrohr.esp8266-1497234,          true,  true",
        "sensor-community.ESP8266-1497234, true,  true",
        "airrohr.esp8266.1497234,          true,  true",
        "airrohr.esp8266-1497235,          false, false",
        "tasmota.esp8266-1497234,          false, false"
    })
    void theConfigurationMayGiveADeviceAnotherSuid(String key, boolean isAirRohrs, boolean isSensorCommunitys) {
        var rules = rules(
                Set.copyOf(DialectRules.ALL), null, Map.of(DialectRules.key(key).orElseThrow(), SUID), Map.of());

        assertThat(accepted(rules, AIR_ROHR).suid().equals(SUID)).isEqualTo(isAirRohrs);
        assertThat(accepted(rules, SENSOR_COMMUNITY).suid().equals(SUID)).isEqualTo(isSensorCommunitys);
    }

    @Test
    void theCaseOfADeviceIdDoesNotCount() {
        assertThat(accepted(AIR_GRADIENT.topic("airgradient/readings/ECDA3B1EAAAF"))
                        .suid())
                .isEqualTo(accepted(AIR_GRADIENT).suid());
    }

    @Test
    void theFirstUseOfADerivedSuidIsWrittenDownBeforeItCounts() {
        assertThat(decide(rules(boxes(null)), TASMOTA, UNKNOWN))
                .isEqualTo(new Unsettled(new Question.FirstUse(Suid.derived("tasmota", "plug_1"), Trust.LEGACY)));
    }

    @ParameterizedTest
    @MethodSource("eachDialectIsLegacyDataOfItsDevice")
    void aRegisteredSuidTakesNothingUnsigned(Publishes publish, Source source, Suid suid) {
        var rules = rules(boxes(null));

        assertRejected(decide(rules, publish, REGISTERED), Reason.NOT_ALLOWED);
        assertRejected(decide(rules, publish, Publishes.REVOKED), Reason.NOT_ALLOWED);
        assertRejected(decide(rules, publish, Publishes.PROVISIONED), Reason.NOT_ALLOWED);
        assertRejected(decide(rules, publish, Publishes.UNREADABLE), Reason.UNAVAILABLE);
    }

    @Test
    void subscribersGetTheReadingsOnTheCanonicalTopicAndNothingBeside() {
        Publishes publish = AIR_ROHR.payload("{\"esp8266id\":1,\"software_version\":\"NRZ\",\"sensordatavalues\":["
                + value("SDS_P1", "3.00") + "," + value("GPS_lat", "48.1") + "," + value("GPS_lon", "11.5") + "]}");

        Accepted accepted = accepted(publish);

        String topic = "v1/sensors/" + Suid.derived("airrohr", "esp8266-1") + "/readings";
        String time = "\"timestamp\":" + NOW.getEpochSecond();
        Delivery delivery = accepted.delivery().orElseThrow();
        assertThat(delivery.topic()).isEqualTo(topic);
        assertThat(delivery.payload()).isEqualTo(Payload.ofText("[{" + time + ",\"readings\":{\"PM10\":3.0}}]"));
        assertThat(accepted.record().observations().get(0).position()).isEqualTo(new Position(48.1, 11.5, null));
    }

    @Test
    void whatHoldsNoReadingIsStoredAndDeliveredToNobody() {
        Accepted accepted = accepted(TASMOTA.payload("{\"Switch1\":\"ON\"}"));

        assertThat(accepted.record().observations().get(0).extra()).isEqualTo(Map.of("switch1", "ON"));
        assertThat(accepted.delivery()).isEmpty();
    }

    @Test
    void whatDoesNotFitItsTypeIsLeftOut() {
        assertRejected(
                decide(rules(boxes(null)), TASMOTA.payload("{\"A\":{\"PM10\":-1}}"), UNSIGNED),
                Reason.VALUE_IMPLAUSIBLE);
    }

    @Test
    void anAirRohrWithoutAnIdIsKnownByItsHeaderOrNotAtAll() {
        Publishes nameless = AIR_ROHR.payload("{\"sensordatavalues\":[" + value("SDS_P1", "3.00") + "]}");

        assertThat(accepted(nameless.with("X-Sensor", "esp8266-7")).suid())
                .isEqualTo(Suid.derived("airrohr", "esp8266-7"));
        assertRejected(decide(rules(boxes(null)), nameless, UNSIGNED), Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a b", "#", "+"})
    void aDeviceIdThatCannotBeInATopicIsRefused(String id) {
        Publishes publish = AIR_ROHR.payload(
                "{\"esp8266id\":\"" + id + "\",\"sensordatavalues\":[" + value("SDS_P1", "3.00") + "]}");

        assertRejected(decide(rules(boxes(null)), publish, UNSIGNED), Reason.MALFORMED);
    }

    @Test
    void aPushKeepsThePinOfItsSensor() {
        assertThat(accepted(SENSOR_COMMUNITY).record().observations().get(0).extra())
                .isEqualTo(Map.of("sensor_pin", "1"));
    }

    @Test
    void aPushWithoutItsHeaderIsRefused() {
        Publishes nameless = of("v1/push-sensor-data", "{\"sensordatavalues\":[" + value("P1", "3.00") + "]}");

        assertThat(decide(rules(boxes(null)), nameless, UNSIGNED))
                .asInstanceOf(type(Rejected.class))
                .returns(Reason.MALFORMED, Rejected::reason)
                .satisfies(rejected -> assertThat(rejected.detail()).contains("X-Sensor"));
        assertRejected(decide(rules(boxes(null)), nameless.with("X-Sensor", " "), UNSIGNED), Reason.MALFORMED);
    }

    @Test
    void anAirRohrMustKnowThePasswordWhereThereIsOne() {
        var rules = rules(Set.copyOf(DialectRules.ALL), Secret.ofText("balcony:secret"), Map.of(), Map.of());

        assertRejected(decide(rules, AIR_ROHR, UNSIGNED), Reason.SIGNATURE_MISSING);
        assertRejected(decide(rules, AIR_ROHR.with("Authorization", "Basic "), UNSIGNED), Reason.SIGNATURE_MISSING);
        assertRejected(
                decide(rules, AIR_ROHR.with("Authorization", basic("balcony:wrong")), UNSIGNED),
                Reason.SIGNATURE_WRONG);
        assertRejected(decide(rules, AIR_ROHR.with("Authorization", "Basic !"), UNSIGNED), Reason.SIGNATURE_WRONG);
        assertRejected(
                decide(rules, AIR_ROHR.with("Authorization", "balcony:secret"), UNSIGNED), Reason.SIGNATURE_WRONG);
        assertThat(decide(rules, AIR_ROHR.with("authorization", basic("balcony:secret")), UNSIGNED))
                .isInstanceOf(Accepted.class);
        assertThat(decide(rules, SENSOR_COMMUNITY, UNSIGNED)).isInstanceOf(Accepted.class);
    }

    @Test
    void aBoxMustKnowItsTokenWhereItHasOne() {
        var rules = rules(boxes(Secret.ofText("t0ken")));
        Publishes asAirRohr = of("boxes/" + BOX + "/data", "{\"sensordatavalues\":[" + value("P1", "3") + "]}")
                .with("Airlog-Query", "luftdaten=1");

        for (Publishes publish : new Publishes[] {SENSE_BOX, asAirRohr}) {
            assertRejected(decide(rules, publish, UNSIGNED), Reason.SIGNATURE_MISSING);
            assertRejected(decide(rules, publish.with("Authorization", "guess"), UNSIGNED), Reason.SIGNATURE_WRONG);
            assertThat(decide(rules, publish.with("Authorization", "t0ken"), UNSIGNED))
                    .isInstanceOf(Accepted.class);
        }
    }

    @Test
    void anotherSpellingOfABoxIsNoWayAroundItsToken() {
        var box = new DialectRules.Box(Map.of("s", "PM10"), Secret.ofText("t0ken"));
        String key = DialectRules.key("opensensemap.my-box").orElseThrow();
        var rules = rules(Set.of(Source.OPENSENSEMAP), null, Map.of(key, Publishes.SUID), Map.of("my-box", box));

        for (String spelled : new String[] {"my-box", "MY_BOX", "my.box"}) {
            Publishes publish = of("boxes/" + spelled + "/data", "{\"sensordatavalues\":[" + value("P1", "3") + "]}")
                    .with("Airlog-Query", "luftdaten=1");
            assertRejected(decide(rules, publish, UNSIGNED), Reason.SIGNATURE_MISSING);
        }
    }

    @Test
    void aBoxThatNobodyConfiguredIsRefusedWithTheKeyToSet() {
        assertThat(decide(rules(Map.of()), SENSE_BOX, UNSIGNED))
                .asInstanceOf(type(Rejected.class))
                .returns(Reason.NOT_ALLOWED, Rejected::reason)
                .satisfies(rejected ->
                        assertThat(rejected.detail()).contains("airlog.dialects.opensensemap.boxes." + BOX));
    }

    @ParameterizedTest
    @CsvSource({
        "luftdaten=1, true",
        "luftdaten, true",
        "a=b&luftdaten=true, true",
        "luftdaten=0, false",
        "luftdaten=false, false",
        "xluftdaten=1, false",
        "'', false"
    })
    void aBoxMaySpeakAsAnAirRohrWithoutConfiguration(String query, boolean isAirRohr) {
        Publishes publish = of("boxes/" + BOX + "/data", "{\"sensordatavalues\":[" + value("SDS_P1", "3") + "]}")
                .with("Airlog-Query", query);

        Verdict verdict = decide(rules(Map.of()), publish, UNSIGNED);

        if (isAirRohr) {
            assertThat(verdict)
                    .asInstanceOf(type(Accepted.class))
                    .returns(Suid.derived("opensensemap", BOX), Accepted::suid);
        } else {
            assertRejected(verdict, Reason.NOT_ALLOWED);
        }
    }

    @Test
    void aSensorThatIsNotConfiguredIsKeptUnderItsId() {
        Accepted accepted = accepted(SENSE_BOX.payload(BOX_SENSOR + ",3\n5a8d1c0e9fd3c200197ae0ff,9\n"));

        assertThat(accepted.record().observations().get(0).extra()).isEqualTo(Map.of("5a8d1c0e9fd3c200197ae0ff", "9"));
    }

    @Test
    void anotherContentTypeThanTheDialectsIsRefused() {
        assertRejected(
                decide(rules(boxes(null)), SENSE_BOX.contentType("application/sbx-bytes"), UNSIGNED),
                Reason.CONTENT_TYPE_UNSUPPORTED);
        assertRejected(
                decide(rules(boxes(null)), AIR_ROHR.contentType("text/plain"), UNSIGNED),
                Reason.CONTENT_TYPE_UNSUPPORTED);
    }

    @Test
    void aRetainedPublishIsRefusedHereToo() {
        assertRejected(
                decide(rules(boxes(null)), TASMOTA.speaking(Protocol.MQTT_3, 0, true), UNSIGNED), Reason.NOT_ALLOWED);
    }

    private static Publishes of(String topic, String payload) {
        return Publishes.of(topic, Payload.ofText(payload));
    }

    private static String value(String type, String value) {
        return "{\"value_type\":\"" + type + "\",\"value\":\"" + value + "\"}";
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, DialectRules.Box> boxes(@Nullable Secret token) {
        return Map.of(BOX, new DialectRules.Box(Map.of(BOX_SENSOR, "PM10"), token));
    }

    private static Rules rules(Map<String, DialectRules.Box> boxes) {
        return rules(Set.copyOf(DialectRules.ALL), null, Map.of(), boxes);
    }

    private static Rules rules(
            Set<Source> enabled,
            @Nullable Secret basicAuth,
            Map<String, Suid> suids,
            Map<String, DialectRules.Box> boxes) {
        return new Rules(
                true,
                RULES.signature(),
                RULES.clock(),
                false,
                RULES.limits(),
                RULES.upload(),
                new DialectRules(enabled, basicAuth, suids, boxes));
    }

    private static Accepted accepted(Publishes publish) {
        return accepted(rules(boxes(null)), publish);
    }

    private static Accepted accepted(Rules rules, Publishes publish) {
        Verdict verdict = decide(rules, publish, UNSIGNED);
        assertThat(verdict).isInstanceOf(Accepted.class);
        return (Accepted) verdict;
    }

    private static Verdict decide(Rules rules, Publishes publish, Sensor sensor) {
        return new Intake(rules).decide(publish.publish(), suid -> sensor, Freshness.CAUGHT_UP, Moment.at(NOW));
    }

    private static void assertRejected(Verdict verdict, Reason reason) {
        assertThat(verdict).asInstanceOf(type(Rejected.class)).returns(reason, Rejected::reason);
    }
}
