package org.airlog.portal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.Test;

class AppsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Secret SECRET = Secret.ofText("first");
    private static final Apps APPS = new Apps(Map.of("org.example.Air", SECRET, "andere.Äpp", Secret.ofText("second")));

    @Test
    void knowsAnAppByItsSecret() {
        assertThat(APPS.isKnown("org.example.Air", List.of(Secret.ofText("x"), SECRET)))
                .isTrue();
        assertThat(APPS.isKnown("org.example.Air", List.of(SECRET, Secret.ofText("x"))))
                .isTrue();
        assertThat(APPS.isKnown("org.example.Air", List.of(Secret.ofText("second"))))
                .isFalse();
        assertThat(APPS.isKnown("org.example.Air", List.of())).isFalse();
        assertThat(APPS.isKnown("org.example.air", List.of(SECRET))).isFalse();
    }

    /** The secret that an unknown app is compared with lies open in the code. */
    @Test
    void knowsNobodyByTheSecretOfNobody() {
        assertThat(APPS.isKnown(
                        "nobody", List.of(Secret.ofText("nobody has this secret, because it is never looked up"))))
                .isFalse();
    }

    @Test
    void takesItsTokenForAnHour() {
        String token = APPS.token("andere.Äpp", NOW);

        assertThat(APPS.appOf(token, NOW)).contains("andere.Äpp");
        assertThat(APPS.appOf(token, NOW.plusSeconds(3_599))).contains("andere.Äpp");
        assertThat(APPS.appOf(token, NOW.plusSeconds(3_600))).isEmpty();
    }

    @Test
    void takesTheTokenOfAnotherProcessWithTheSameConfiguration() {
        var elsewhere = new Apps(Map.of("org.example.Air", SECRET));

        assertThat(elsewhere.appOf(APPS.token("org.example.Air", NOW), NOW)).contains("org.example.Air");
    }

    @Test
    void takesNoTokenOfASecretThatWasChangedOrRemoved() {
        String token = APPS.token("org.example.Air", NOW);

        assertThat(new Apps(Map.of("org.example.Air", Secret.ofText("changed"))).appOf(token, NOW))
                .isEmpty();
        assertThat(new Apps(Map.of()).appOf(token, NOW)).isEmpty();
    }

    @Test
    void takesNoTokenThatWasChangedAnywhere() {
        String token = APPS.token("org.example.Air", NOW);
        var random = new Random(6749);
        for (int i = 0; i < token.length(); i++) {
            char other = "0123456789abcdefXYZ._-".charAt(random.nextInt(22));
            String changed = token.substring(0, i) + other + token.substring(i + 1);

            // The last digit of the id has bits that mean nothing.
            if (other != token.charAt(i) && i != token.indexOf('.') - 1) {
                assertThat(APPS.appOf(changed, NOW)).as(changed).isEmpty();
            }
        }
        assertThat(APPS.appOf("", NOW)).isEmpty();
        assertThat(APPS.appOf(token + "0", NOW)).isEmpty();
        assertThat(APPS.appOf("!" + token, NOW)).isEmpty();
    }

    @Test
    void takesNoTokenOfOneAppForAnother() {
        String token = APPS.token("org.example.Air", NOW);
        String other = APPS.token("andere.Äpp", NOW);

        assertThat(APPS.appOf(other.substring(0, other.indexOf('.')) + token.substring(token.indexOf('.')), NOW))
                .isEmpty();
    }

    @Test
    void givesNoTokenToAStranger() {
        assertThatThrownBy(() -> APPS.token("stranger", NOW)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsSecretsToItself() {
        assertThat(APPS).asString().doesNotContain("first").contains("org.example.Air");
    }
}
