package org.airlog.broker.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.airlog.observation.Payload;
import org.airlog.observation.Position;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationFormTest {

    private static final String WHOLE =
            """
            {"manufacturer":"Acme","model":"Sniffer","firmware":{"version":"1.2","build":[1,2.5,null,true]},
             "location":{"latitude":51.52,"longitude":-0.15,"elevation":27}}""";

    @Test
    void readsWhatIsKnownAndKeepsTheRest() throws Refusal {
        var form = parse(WHOLE);

        assertThat(form.manufacturer()).isEqualTo("Acme");
        assertThat(form.model()).isEqualTo("Sniffer");
        assertThat(form.location()).isEqualTo(new Position(51.52, -0.15, 27.0));
        assertThat(form.metadata()).isEqualTo("{\"firmware\":{\"version\":\"1.2\",\"build\":[1,2.5,null,true]}}");
    }

    @Test
    void aClaimCodeIsNoMetadataAndShownNowhere() throws Refusal {
        var form = parse("{\"manufacturer\":\"a\",\"model\":\"b\",\"claim_code\":\"QWERTZ\"}");

        assertThat(form.claimCode()).isEqualTo(Secret.ofText("QWERTZ"));
        assertThat(form.metadata()).isEqualTo("{}");
        assertThat(form.toString()).doesNotContain("QWERTZ");
        assertThat(parse("{\"manufacturer\":\"a\",\"model\":\"b\"}").claimCode())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"manufacturer\":\"a\",\"model\":\"b\"}",
                "{\"manufacturer\":\"a\",\"model\":\"b\",\"location\":null}"
            })
    void aLocationIsOptional(String json) throws Refusal {
        assertThat(parse(json).location()).isNull();
        assertThat(parse(json).metadata()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{\"manufacturer\":\"a\"}",
                "{\"manufacturer\":1,\"model\":\"b\"}",
                "{\"manufacturer\":\"a\",\"model\":\"b\"} {}",
                "{\"manufacturer\":\"a\",\"model\":\"b\",\"claim_code\":7}",
                "{\"manufacturer\":\"a\",\"model\":\"b\",\"claimCode\":\"QWERTZ\"}",
                "{\"manufacturer\":\"a\",\"model\":\"b\",\"device\":{\"Claim-Code\":\"QWERTZ\"}}",
                "{\"manufacturer\":\"a\",\"model\":\"b\",\"claim_code\":\"\"}",
                "{\"manufacturer\":\"a\",\"manufacturer\":\"c\",\"model\":\"b\"}",
                "{\"manufacturer\":\"a\",\"model\":\"b\",\"location\":[1,2]}",
                "{\"manufacturer\":\"a\",\"model\":\"b\",\"location\":{\"latitude\":91,\"longitude\":0}}",
                "{\"manufacturer\":\"a\",\"model\":\"b\",\"location\":{\"latitude\":1}}",
                "{\"manufacturer\":\"a\",\"model\":\"b\",\"location\":{\"latitude\":\"1\",\"longitude\":0}}",
                "{\"manufacturer\":\"a\",\"model\":\"b\",\"location\":{\"latitude\":1,\"longitude\":0,\"town\":1}}",
                "{\"manufacturer\":\"a\",\"model\":\"b\",\"x\":{\"Latitude\":51.5}}",
                "{\"manufacturer\":\"a\",\"model\":\"b\",\"lat\":51.5}",
                "{\"manufacturer\":\"a\",\"model\":\"b\",\"l\\u0000at\":51.5}",
                "{\"manufacturer\":\"a\",\"model\":\"b\",\"x\":[{\"lat\\u0000\":51.5}]}",
                "{\"manufacturer\":\"a\\ud800\",\"model\":\"b\"}",
                "{\"manufacturer\":\"a\",\"model\":\"b\",\"x\\udc00\":1}",
                "{\"manufacturer\":\"a\",\"model\":\"b\",\"x\":[\"\\ud800\"]}",
                "{\"manufacturer\":\"a\",\"model\":\"b\",\"x\":[[[[[[[[[[1]]]]]]]]]]}"
            })
    void everythingElseIsMalformed(String json) {
        var refusal = catchThrowableOfType(Refusal.class, () -> parse(json));

        assertThat(refusal.reason()).isEqualTo(Reason.MALFORMED);
        assertThat(refusal.detail()).doesNotContain("51.5");
    }

    @Test
    void aLargeOneIsRefusedUnread() {
        var refusal = catchThrowableOfType(Refusal.class, () -> parse(" ".repeat(20_000)));

        assertThat(refusal.reason()).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void noBytesMakeItThrowAnythingButARefusal() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        byte[] whole = WHOLE.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = whole.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(RegistrationForm.parse(Payload.of(bytes)).metadata())
                        .as("seed %d", seed)
                        .startsWith("{")
                        .endsWith("}");
            } catch (Refusal refused) {
                assertThat(refused.reason()).as("seed %d", seed).isEqualTo(Reason.MALFORMED);
            }
        }
    }

    private static RegistrationForm parse(String json) throws Refusal {
        return RegistrationForm.parse(Payload.ofText(json));
    }
}
