package org.airlog.observation.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.airlog.observation.Generated;
import org.airlog.observation.Payload;
import org.airlog.observation.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {

    private static final String HEX = "bde05036ab8ea4351d3d5e3fd508a000bd6f76883994157c7920c5af581ecba0";

    @Test
    void readsBothSchemesInAnyCaseAndWithBlanks() {
        assertThat(Signature.parseAuthorization("opensmoghash " + HEX)).containsInstanceOf(OpenSmogHash.class);
        assertThat(Signature.parseAuthorization("  OpenSmogHash   " + HEX + " "))
                .containsInstanceOf(OpenSmogHash.class);
        assertThat(Signature.parseAuthorization("hmac-sha256 " + HEX + " ; t=1485778040"))
                .flatMap(Signature::signedAt)
                .contains(Instant.ofEpochSecond(1485778040));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "OpenSmogHash",
                "OpenSmogHash ",
                HEX,
                "Bearer " + HEX,
                "OpenSmogHash 00",
                "OpenSmogHash " + HEX + "00",
                "OpenSmogHash g" + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde",
                "OpenSmogHash " + HEX + ";t=1485778040",
                "HMAC-SHA256 " + HEX + ";t=",
                "HMAC-SHA256 " + HEX + ";t=soon",
                "HMAC-SHA256 " + HEX + ";t=1485778040;t=1",
                "HMAC-SHA256 " + HEX + ";t=99999999999999999999",
                "HMAC-SHA256 " + HEX + ";t=9223372036854775807",
                "HMAC-SHA256 " + HEX + ";x=1"
            })
    void isNotReadFromAnythingElse(String authorization) {
        assertThat(Signature.parseAuthorization(authorization)).isEmpty();
    }

    @Test
    void isReadFromThePartsOfAnMqttTopic() {
        assertThat(Signature.parse("HMAC-SHA256", HEX, Optional.of("1485778040")))
                .containsInstanceOf(HmacSha256.class);
        assertThat(Signature.parse("OpenSmogHash", HEX, Optional.empty())).containsInstanceOf(OpenSmogHash.class);
        assertThat(Signature.parse("OpenSmogHash", HEX, Optional.of("1"))).isEmpty();
    }

    @Test
    void makesNoTextThrow() {
        Property.holds(
                2_000,
                random -> Signature.parseAuthorization(
                        (random.nextBoolean() ? "HMAC-SHA256 " + HEX + ";t=" : "") + Generated.text(random, 80)));
    }

    @Test
    void holdsForWhateverWasSignedAndForNothingElse() {
        Property.holds(500, random -> {
            var secret = Secret.ofText(Generated.text(random, 64));
            String topic = Generated.text(random, 40);
            var payload = Payload.of(Generated.bytes(random, 200));
            Instant signedAt = Generated.time(random);
            var signature = HmacSha256.sign(secret, topic, signedAt, payload);
            String written = "HMAC-SHA256 " + signature.hex() + ";t=" + signedAt.getEpochSecond();

            Signature read = Signature.parseAuthorization(written).orElseThrow();

            assertThat(read.matches(secret, topic, payload)).isTrue();
            assertThat(read.matches(secret, topic + "x", payload)).isFalse();
            assertThat(read.matches(Secret.ofText(secret.reveal() + "x"), topic, payload))
                    .isFalse();
        });
    }
}
