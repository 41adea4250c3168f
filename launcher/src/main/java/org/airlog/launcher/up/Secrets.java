package org.airlog.launcher.up;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.airlog.configuration.Keys;
import org.airlog.observation.sealing.SealingKey;

/**
 * What only this installation knows, made on its first start: the sealing key, the database's password, and the password
 * with which the gateway enters the broker, beside its hash for the broker.
 *
 * <p>Kept by configuration key, so that the file can serve as a configuration file as well.
 */
final class Secrets {

    private static final int PASSWORD_BYTES = 24;
    /** bcrypt's cost; the password is random and long, so guessing is no concern, and each connect pays for it. */
    private static final int BCRYPT_COST = 6;

    private Secrets() {}

    /** The values that are missing in {@code known}, made at random. */
    static Map<String, String> complete(Map<String, String> known, SecureRandom random) {
        var values = new HashMap<>(known);
        values.computeIfAbsent(Keys.SEALING_KEYS.name(), key -> SealingKey.generate("k1", random));
        values.computeIfAbsent(Keys.DATABASE_PASSWORD.name(), key -> password(random));
        if (!values.containsKey(Keys.GATEWAY_MQTT_PASSWORD.name())
                || !values.containsKey(Keys.PRINCIPAL_GATEWAY.name())) {
            String gateway = password(random);
            values.put(Keys.GATEWAY_MQTT_PASSWORD.name(), gateway);
            values.put(
                    Keys.PRINCIPAL_GATEWAY.name(),
                    BCrypt.withDefaults().hashToString(BCRYPT_COST, gateway.toCharArray()));
        }
        return Map.copyOf(values);
    }

    private static String password(SecureRandom random) {
        var bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
