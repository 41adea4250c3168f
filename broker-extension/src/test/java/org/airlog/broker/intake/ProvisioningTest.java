package org.airlog.broker.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvisioningTest {

    @Test
    void readsACodeAndWhatMayBeToldBesideIt() throws Refusal {
        assertThat(parse("{\"claim_code\":\"12345678\"}"))
                .isEqualTo(new Provisioning(Secret.ofText("12345678"), "", ""));
        assertThat(parse("{\"model\":\"Two\",\"claim_code\":\"ABCD-EFGH\",\"manufacturer\":\"Acme\"}"))
                .isEqualTo(new Provisioning(Secret.ofText("ABCD-EFGH"), "Acme", "Two"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{\"claim_code\":\"1234567\"}",
                "{\"claim_code\":12345678}",
                "{\"claim_code\":\"12345678\",\"claim_code\":\"12345678\"}",
                "{\"claim_code\":\"12345678\"} 1",
                "{\"claim_code\":\"12345678\",\"x\":{}}"
            })
    void everythingElseIsMalformedAndTellsNoCode(String json) {
        var refusal = catchThrowableOfType(Refusal.class, () -> parse(json));

        assertThat(refusal.reason()).isEqualTo(Reason.MALFORMED);
        assertThat(refusal.detail()).doesNotContain("1234567");
    }

    @Test
    void whatIsTooLongIsMalformed() {
        assertThat(catchThrowableOfType(Refusal.class, () -> parse("{\"claim_code\":\"" + "1".repeat(201) + "\"}"))
                        .reason())
                .isEqualTo(Reason.MALFORMED);
        assertThat(catchThrowableOfType(Refusal.class, () -> parse(" ".repeat(5_000)))
                        .reason())
                .isEqualTo(Reason.MALFORMED);
    }

    private static Provisioning parse(String json) throws Refusal {
        return Provisioning.parse(Payload.ofText(json));
    }
}
