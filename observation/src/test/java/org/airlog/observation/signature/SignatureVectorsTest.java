package org.airlog.observation.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.airlog.observation.Payload;
import org.airlog.observation.TestFiles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published signatures, computed independently of this code. */
class SignatureVectorsTest {

    private static final Instant SIGNED_AT = Instant.ofEpochSecond(1485778040);

    @ParameterizedTest
    @MethodSource("signatures")
    void makesThePublishedSignatures(Vector vector) {
        assertThat(OpenSmogHash.sign(vector.secret, vector.payload).hex()).isEqualTo(vector.openSmogHash);
        assertThat(HmacSha256.sign(vector.secret, vector.topic, vector.payload).hex())
                .isEqualTo(vector.hmac);
        assertThat(HmacSha256.sign(vector.secret, vector.topic, SIGNED_AT, vector.payload)
                        .hex())
                .isEqualTo(vector.hmacAtTime);
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void acceptsThePublishedSignaturesInEitherCase(Vector vector) {
        vector.authorizations().forEach(written -> {
            assertThat(vector.accepts(written)).as(written).isTrue();
            assertThat(vector.accepts(upperCaseHex(written))).as(written).isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void refusesASignatureWithAFlippedByte(Vector vector) {
        vector.authorizations().forEach(written -> {
            int digit = written.indexOf(' ') + 1;
            char flipped = written.charAt(digit) == '0' ? '1' : '0';
            String forged = written.substring(0, digit) + flipped + written.substring(digit + 1);
            assertThat(vector.accepts(forged)).as(forged).isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void refusesAPayloadWithAFlippedByte(Vector vector) {
        byte[] bytes = vector.payload.bytes().clone();
        bytes[bytes.length - 3] ^= 1;

        vector.authorizations().forEach(written -> assertThat(
                        signature(written).matches(vector.secret, vector.topic, Payload.of(bytes)))
                .as(written)
                .isFalse());
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void refusesAnotherSensorsSecret(Vector vector) {
        var other = Secret.ofText("0".repeat(64));

        vector.authorizations()
                .forEach(written -> assertThat(signature(written).matches(other, vector.topic, vector.payload))
                        .as(written)
                        .isFalse());
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void bindsTheTopicAndTheTimeUnderHmac(Vector vector) {
        assertThat(signature("HMAC-SHA256 " + vector.hmac)
                        .matches(vector.secret, "rogue/" + vector.topic, vector.payload))
                .isFalse();
        assertThat(vector.accepts("HMAC-SHA256 " + vector.hmacAtTime + ";t=1485778041"))
                .isFalse();
        assertThat(vector.accepts("HMAC-SHA256 " + vector.hmacAtTime)).isFalse();
        assertThat(vector.accepts("HMAC-SHA256 " + vector.hmac + ";t=1485778040"))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesThePublishedForgeries(String why, JsonNode forgery) {
        String written =
                forgery.get("scheme").textValue() + " " + forgery.get("value").textValue();

        assertThat(signature(written)
                        .matches(
                                Secret.ofText(forgery.get("secret").textValue()),
                                topic(forgery),
                                Payload.ofText(forgery.get("payload").textValue())))
                .as(why)
                .isFalse();
    }

    private static Stream<Vector> signatures() {
        return nodes("signatures").map(Vector::new);
    }

    private static Stream<Object[]> refused() {
        return nodes("refused").map(node -> new Object[] {node.get("why").textValue(), node});
    }

    private static Stream<JsonNode> nodes(String member) {
        return StreamSupport.stream(
                TestFiles.json("vectors/signatures.json").get(member).spliterator(), false);
    }

    private static Signature signature(String authorization) {
        return Signature.parseAuthorization(authorization).orElseThrow();
    }

    private static String topic(JsonNode vector) {
        return "v1/sensors/" + vector.get("suid").textValue() + "/readings";
    }

    private static String upperCaseHex(String authorization) {
        int start = authorization.indexOf(' ') + 1;
        int end = start + 64;
        return authorization.substring(0, start)
                + authorization.substring(start, end).toUpperCase(Locale.ROOT)
                + authorization.substring(end);
    }

    private static final class Vector {
        private final String name;
        private final String topic;
        private final Secret secret;
        private final Payload payload;
        private final String openSmogHash;
        private final String hmac;
        private final String hmacAtTime;

        private Vector(JsonNode node) {
            this.name = node.get("name").textValue();
            this.topic = topic(node);
            this.secret = Secret.ofText(node.get("secret").textValue());
            this.payload = Payload.ofText(node.get("payload").textValue());
            this.openSmogHash = node.get("OpenSmogHash").textValue();
            this.hmac = node.get("hmac_sha256").textValue();
            this.hmacAtTime = node.get("hmac_sha256_at_1485778040").textValue();
        }

        private Stream<String> authorizations() {
            return Stream.of(
                    "OpenSmogHash " + openSmogHash,
                    "HMAC-SHA256 " + hmac,
                    "HMAC-SHA256 " + hmacAtTime + ";t=" + SIGNED_AT.getEpochSecond());
        }

        private boolean accepts(String authorization) {
            return signature(authorization).matches(secret, topic, payload);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
