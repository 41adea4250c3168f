package org.airlog.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.airlog.observation.sealing.SealingKey;
import org.junit.jupiter.api.Test;

class SecretsTest {

    private final SecureRandom random = new SecureRandom();

    @Test
    void makesEverythingThatAFirstStartNeeds() {
        Map<String, String> secrets = Secrets.complete(Map.of(), key -> false, random);

        assertThat(SealingKey.parse(secrets.getOrDefault("airlog.sealing.keys", ""))
                        .id())
                .isEqualTo("k1");
        assertThat(secrets.getOrDefault("airlog.database.password", "")).hasSize(48);
        byte[] password =
                secrets.getOrDefault("airlog.gateway.mqtt-password", "").getBytes(StandardCharsets.UTF_8);
        byte[] hash = secrets.getOrDefault("airlog.principal.gateway", "").getBytes(StandardCharsets.UTF_8);
        assertThat(BCrypt.verifyer().verify(password, hash).verified).isTrue();
        for (String user : List.of("operator", "portal")) {
            assertThat(BCrypt.verifyer()
                            .verify(
                                    secrets.getOrDefault("airlog." + user + ".mqtt-password", "")
                                            .getBytes(StandardCharsets.UTF_8),
                                    secrets.getOrDefault("airlog.principal." + user, "")
                                            .getBytes(StandardCharsets.UTF_8))
                            .verified)
                    .isTrue();
        }
    }

    @Test
    void addsTheOperatorAndThePortalToAnOlderInstallation() {
        var older = new HashMap<>(Secrets.complete(Map.of(), key -> false, random));
        older.remove("airlog.operator.mqtt-password");
        older.remove("airlog.principal.operator");
        older.remove("airlog.portal.mqtt-password");
        older.remove("airlog.principal.portal");

        assertThat(Secrets.complete(older, key -> false, random))
                .containsAllEntriesOf(older)
                .containsKeys(
                        "airlog.operator.mqtt-password",
                        "airlog.principal.operator",
                        "airlog.portal.mqtt-password",
                        "airlog.principal.portal");
    }

    @Test
    void changesNothingThatIsThere() {
        Map<String, String> secrets = Secrets.complete(Map.of(), key -> false, random);

        assertThat(Secrets.complete(secrets, key -> false, random)).isEqualTo(secrets);
    }

    @Test
    void makesNothingThatIsConfigured() {
        assertThat(Secrets.complete(Map.of(), key -> true, random)).isEmpty();
    }
}
