package org.airlog.launcher.up;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Predicate;
import org.airlog.configuration.Key;
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

    /**
     * {@code known} and, made at random, what neither it nor the configuration holds: one kept beside a configured one
     * would be taken for the real one as soon as that is configured no more.
     *
     * @param isConfigured of the gateway's password and its hash: both or neither
     */
    static Map<String, String> complete(
            Map<String, String> known, Predicate<Key<?>> isConfigured, SecureRandom random) {
        var values = new HashMap<>(known);
        if (!isConfigured.test(Keys.SEALING_KEYS)) {
            values.computeIfAbsent(Keys.SEALING_KEYS.name(), key -> SealingKey.generate("k1", random));
        }
        if (!isConfigured.test(Keys.DATABASE_PASSWORD)) {
            values.computeIfAbsent(Keys.DATABASE_PASSWORD.name(), key -> password(random));
        }
        boolean keepsGateway = values.containsKey(Keys.GATEWAY_MQTT_PASSWORD.name())
                && values.containsKey(Keys.PRINCIPAL_GATEWAY.name());
        if (!keepsGateway && !isConfigured.test(Keys.PRINCIPAL_GATEWAY)) {
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
