package org.airlog.observation.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.airlog.observation.Generated;
import org.airlog.observation.Payload;
import org.airlog.observation.Property;
import org.airlog.observation.TestFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Held to the published uploads, whose hashes were computed independently of this code, and to those of the algorithms
 * that they leave out, which {@code hashlib} computed.
 */
class SaltedHashTest {

    private static final String MD5 = "0123456789abcdef0123456789abcdef";

    @ParameterizedTest(name = "{0}")
    @MethodSource("uploads")
    void acceptsThePublishedHashesOfEachAlgorithmInEitherCase(String name, JsonNode upload) {
        assertThat(upload.get("salted").properties()).hasSize(6);
        for (Map.Entry<String, JsonNode> published : upload.get("salted").properties()) {
            String header = "Content-" + published.getKey() + "-Salted";
            String hex = published.getValue().textValue();
            for (String written : new String[] {hex, hex.toUpperCase(Locale.ROOT)}) {
                assertThat(hash(header, written).matches(salt(upload), body(upload)))
                        .as(header)
                        .isTrue();
            }
            String flipped = (hex.charAt(0) == '0' ? '1' : '0') + hex.substring(1);
            assertThat(hash(header, flipped).matches(salt(upload), body(upload)))
                    .as(header)
                    .isFalse();
            assertThat(hash(header, hex).matches(Secret.ofText("another salt"), body(upload)))
                    .as(header)
                    .isFalse();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusesThePublishedForgeries(String why, JsonNode forgery) {
        assertThat(hash(forgery.get("header").textValue(), forgery.get("value").textValue())
                        .matches(salt(forgery), body(forgery)))
                .as(why)
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"Content-MD5-Salted", "content-md5-salted", "CONTENT-MD5-SALTED", "Content-MD-5-Salted"})
    void readsAHeaderNameInAnyCase(String header) {
        assertThat(SaltedHash.parse(header, " " + MD5 + " "))
                .map(SaltedHash::algorithm)
                .contains("md5");
    }

    @ParameterizedTest
    @CsvSource({
        "SHA256, sha256",
        "SHA-256, sha256",
        "sha_256, sha256",
        "BLAKE2s, blake2s",
        "SHA3_256, sha3_256",
        "SHA3-256, sha3_256",
        "sha3256, sha3_256"
    })
    void namesAnAlgorithmAsHashlibDoesHoweverItIsSpelled(String spelled, String name) {
        assertThat(SaltedHash.parse("Content-" + spelled + "-Salted", MD5 + MD5))
                .map(SaltedHash::algorithm)
                .contains(name);
    }

    @Test
    void makesTheDigestsOfAllSaltsInOnePass() {
        Payload body = Payload.ofText("{\"co2\":[400]}");
        Secret one = Secret.ofText("one");
        Secret two = Secret.ofText("two");
        SaltedHash hash = hash("Content-MD5-Salted", MD5);

        assertThat(hash.digests(body, List.of(one, two)))
                .containsExactly(
                        hash.digests(body, List.of(one)).get(0),
                        hash.digests(body, List.of(two)).get(0));
    }

    @ParameterizedTest
    @CsvSource({
        "Content-MD5, " + MD5,
        "Content-SHAKE_128-Salted, ''",
        "Content-MD4-Salted, " + MD5,
        "Content--Salted, " + MD5,
        "X-Content-MD5-Salted, " + MD5,
        "Content-SHA256-Salted, " + MD5,
        "Content-MD5-Salted, ''",
        "Content-MD5-Salted, 0" + MD5,
        "Content-MD5-Salted, x123456789abcdef0123456789abcdef"
    })
    void takesAMalformedHeaderForNone(String header, String value) {
        assertThat(SaltedHash.parse(header, value)).isEmpty();
    }

    @Test
    void makesNoHeaderThrow() {
        Property.holds(
                2_000,
                random -> SaltedHash.parse(
                        random.nextBoolean()
                                ? "Content-SHA1-Salted"
                                : "Content-" + Generated.text(random, 9) + "-Salted",
                        Generated.text(random, 40)));
    }

    private static SaltedHash hash(String header, String value) {
        return SaltedHash.parse(header, value).orElseThrow();
    }

    private static Secret salt(JsonNode vector) {
        return Secret.ofText(vector.get("salt").textValue());
    }

    private static Payload body(JsonNode vector) {
        return Payload.of(HexFormat.of().parseHex(vector.get("body_hex").textValue()));
    }

    private static Stream<Object[]> uploads() {
        return Stream.concat(
                vectors("upload.json", "uploads", "name"), vectors("upload-blake2.json", "uploads", "name"));
    }

    private static Stream<Object[]> refused() {
        return vectors("upload.json", "refused", "why");
    }

    private static Stream<Object[]> vectors(String file, String member, String name) {
        return StreamSupport.stream(
                        TestFiles.json("vectors/" + file).get(member).spliterator(), false)
                .map(vector -> new Object[] {vector.get(name).textValue(), vector});
    }
}
