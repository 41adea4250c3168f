package org.airlog.broker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishTopicTest {

    private static final String SUID = "123e4567-e89b-12d3-a456-426655440000";
    private static final String HEX = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "v1/sensors/123e4567-e89b-12d3-a456-426655440000/readings, false",
        "v1/sensors/123E4567-E89B-12D3-A456-426655440000/readings, false",
        "v1/sensors/urn:uuid:123e4567-e89b-12d3-a456-426655440000/readings, false",
        "rogue/v1/sensors/123e4567-e89b-12d3-a456-426655440000/readings, true"
    })
    void readingsNameTheirSensorInEverySpelling(String topic, boolean isRogue) {
        var readings = (PublishTopic.Readings) PublishTopic.parse(topic);

        assertThat(readings.suid()).hasToString(SUID);
        assertThat(readings.isRogue()).isEqualTo(isRogue);
        assertThat(readings.spelled()).isEqualTo(topic);
        assertThat(readings.canonical()).isEqualTo((isRogue ? "rogue/" : "") + "v1/sensors/" + SUID + "/readings");
        assertThat(readings.claim()).isEqualTo(new Claim.None());
    }

    @Test
    void aSignatureBehindTheTopicIsAClaimAndNotPartOfIt() {
        String topic = "v1/sensors/" + SUID + "/readings";
        var hash = (PublishTopic.Readings) PublishTopic.parse(topic + "/OpenSmogHash/" + HEX);
        var timed = (PublishTopic.Readings) PublishTopic.parse(topic + "/hmac-sha256/" + HEX + "/1485778040");
        var malformed = (PublishTopic.Readings) PublishTopic.parse(topic + "/OpenSmogHash/1234");

        assertThat(hash.claim()).isInstanceOf(Claim.Offered.class);
        assertThat(timed.claim()).isInstanceOf(Claim.Offered.class);
        assertThat(malformed.claim()).isEqualTo(new Claim.Malformed());
        assertThat(hash.spelled()).isEqualTo(timed.spelled()).isEqualTo(topic);
    }

    @Test
    void aRegistrationAndAnUploadAreKnown() {
        assertThat(PublishTopic.parse("v1/sensors/" + SUID)).isInstanceOf(PublishTopic.Registration.class);
        assertThat(PublishTopic.parse("upload")).isInstanceOf(PublishTopic.Upload.class);
    }

    @ParameterizedTest
    @CsvSource({
        "legacy/airrohr, AIRROHR, ''",
        "v1/push-sensor-data, SENSOR_COMMUNITY, ''",
        "boxes/5a8d1c/data, OPENSENSEMAP, 5a8d1c",
        "airgradient/readings/ecda3b1eaaaf, AIRGRADIENT, ecda3b1eaaaf",
        "tele/Küche_1/SENSOR, TASMOTA, Küche_1"
    })
    void eachDialectHasItsTopic(String topic, Source dialect, String device) {
        assertThat(PublishTopic.parse(topic)).isEqualTo(new PublishTopic.Dialect(dialect, device, topic));
    }

    @ParameterizedTest
    @CsvSource({
        "tele/plug/LWT, true",
        "tele/plug/SENSOR, false",
        "tele/a/b/LWT, false",
        "tele//LWT, false",
        "stat/plug/LWT, false",
        "tele/pl ug/LWT, false"
    })
    void onlyATasmotasWillIsKnown(String topic, boolean isKnown) {
        assertThat(PublishTopic.isTasmotaWill(topic)).isEqualTo(isKnown);
    }

    @ParameterizedTest
    @EnumSource(PublishTopic.Registry.Act.class)
    void anOperatorsRequestNamesItsSensorAndAct(PublishTopic.Registry.Act act) {
        String topic = "v1/registry/" + SUID + "/" + act.word();

        assertThat(PublishTopic.parse(topic))
                .isEqualTo(new PublishTopic.Registry(Suid.parse(SUID).orElseThrow(), act));
        assertThat(PublishTopic.parse(topic).canonical()).isEqualTo(topic);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "v1",
                "v1/sensors",
                "v1/sensors/",
                "v1/sensors/kitchen/readings",
                "/v1/sensors/123e4567-e89b-12d3-a456-426655440000/readings",
                "v1/sensors/123e4567-e89b-12d3-a456-426655440000/",
                "v1/sensors/123e4567-e89b-12d3-a456-426655440000/errors",
                "v1/sensors/123e4567-e89b-12d3-a456-426655440000/readings/",
                "v1/sensors/123e4567-e89b-12d3-a456-426655440000/readings/a/b/c/d",
                "v2/sensors/123e4567-e89b-12d3-a456-426655440000/readings",
                "rogue/v1/sensors/123e4567-e89b-12d3-a456-426655440000",
                "rogue/v1/sensors/123e4567-e89b-12d3-a456-426655440000/readings/OpenSmogHash/00",
                "rogue/upload",
                "legacy",
                "legacy/airrohr/1",
                "boxes//data",
                "boxes/a/b/data",
                "boxes/a b/data",
                "airgradient/readings/",
                "tele/plug/STATE",
                "tele/plug/LWT",
                "tele/0123456789012345678901234567890123456789012345678901234567890123_/SENSOR",
                "client/me/registration",
                "v1/registry/123e4567-e89b-12d3-a456-426655440000",
                "v1/registry/123e4567-e89b-12d3-a456-426655440000/",
                "v1/registry/123e4567-e89b-12d3-a456-426655440000/delete",
                "v1/registry/123e4567-e89b-12d3-a456-426655440000/RELEASE",
                "v1/registry/123e4567-e89b-12d3-a456-426655440000/release/now",
                "v1/registry/kitchen/release",
                "rogue/v1/registry/123e4567-e89b-12d3-a456-426655440000/release",
                "refused/unavailable"
            })
    void everythingElseIsUnknown(String topic) {
        assertThat(PublishTopic.parse(topic)).isInstanceOf(PublishTopic.Unknown.class);
    }
}
