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
 * What only this installation knows, made on its first start: the sealing key, the database's password, and the passwords
 * with which the gateway, the portal and the operator's command enter the broker, beside their hashes for the broker. That of
 * the operator opens the portal's page for operators as well. What an older installation lacks is added.
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
     * @param isConfigured of the gateway's password and its hash: both or neither, and of the portal's; of the operator's perhaps the hash alone,
     *     where a person keeps the password
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
        if (!isConfigured.test(Keys.PRINCIPAL_GATEWAY)) {
            completePrincipal(values, Keys.GATEWAY_MQTT_PASSWORD, Keys.PRINCIPAL_GATEWAY, random);
        }
        if (!isConfigured.test(Keys.PRINCIPAL_PORTAL)) {
            completePrincipal(values, Keys.PORTAL_MQTT_PASSWORD, Keys.PRINCIPAL_PORTAL, random);
        }
        if (!isConfigured.test(Keys.PRINCIPAL_OPERATOR)) {
            completePrincipal(values, Keys.OPERATOR_MQTT_PASSWORD, Keys.PRINCIPAL_OPERATOR, random);
        }
        return Map.copyOf(values);
    }

    private static void completePrincipal(
            Map<String, String> values, Key<String> password, Key<String> hash, SecureRandom random) {
        if (!values.containsKey(password.name()) || !values.containsKey(hash.name())) {
            String made = password(random);
            values.put(password.name(), made);
            values.put(hash.name(), BCrypt.withDefaults().hashToString(BCRYPT_COST, made.toCharArray()));
        }
    }

    private static String password(SecureRandom random) {
        var bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
