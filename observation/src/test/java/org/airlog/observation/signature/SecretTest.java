package org.airlog.observation.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void isDeliveredAsUpperCaseHexTwiceItsLength() {
        var secret = Secret.generate(new SecureRandom(), 32);

        assertThat(secret.reveal()).matches("[0-9A-F]{64}");
        assertThat(secret).isNotEqualTo(Secret.generate(new SecureRandom(), 32));
    }

    @Test
    void isNeverPrinted() {
        assertThat(Secret.ofText("F9954C7A7A668E16A6572B4C49DA4")).hasToString("Secret[redacted]");
    }

    @Test
    void isItsTextAndCaseCounts() {
        assertThat(Secret.ofText("AB")).isEqualTo(Secret.ofText("AB")).hasSameHashCodeAs(Secret.ofText("AB"));
        assertThat(Secret.ofText("AB")).isNotEqualTo(Secret.ofText("ab"));
        assertThatThrownBy(() -> Secret.ofText("")).isInstanceOf(IllegalArgumentException.class);
    }
}
