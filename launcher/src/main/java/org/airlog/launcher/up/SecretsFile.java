package org.airlog.launcher.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Key;
import org.airlog.configuration.Keys;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.secret.PrivateProperties;

/**
 * The file that keeps {@link Secrets}: written before any server makes its first file, and never made anew over data.
 *
 * <p>A new sealing key beside old registrations would turn every registered sensor away, and nobody would know why. So
 * where the key is missing and there is data that it may be needed for, the start is refused.
 */
public final class SecretsFile {

    private static final String COMMENT =
            "Made by airlog up. Without the sealing key the sensors' secrets cannot be read.";

    private final DataDirectory directory;
    private final PrivateProperties file;

    SecretsFile(DataDirectory directory) {
        this.directory = directory;
        this.file = new PrivateProperties(directory.secrets());
    }

    /** Where the file of the installation in {@code dataDirectory} is. */
    public static Path in(Path dataDirectory) {
        return dataDirectory.resolve("secrets.properties");
    }

    /** Completes {@code config} with what is kept, or is made and kept now. */
    void complete(PlatformConfig config) throws CommandFailedException {
        try {
            Map<String, String> kept = file.load();
            boolean hasKey = kept.containsKey(Keys.SEALING_KEYS.name()) || config.isSet(Keys.SEALING_KEYS);
            if (!hasKey && isKeyNeeded(config)) {
                throw new CommandFailedException("there are registered sensors, but no sealing key in " + file.file()
                        + ": put that file back, or set " + Keys.SEALING_KEYS.name());
            }
            boolean hasPassword =
                    kept.containsKey(Keys.DATABASE_PASSWORD.name()) || config.isSet(Keys.DATABASE_PASSWORD);
            if (!hasPassword && config.externalDatabase().isEmpty() && Files.exists(directory.postgres())) {
                throw new CommandFailedException("there is a database, but no password for it in " + file.file()
                        + ": put that file back, or set " + Keys.DATABASE_PASSWORD.name());
            }
            rejectHalfAPair(config);
            addKeptKeys(config, kept);
            Map<String, String> all = Secrets.complete(kept, config::isSet, new SecureRandom());
            if (!all.equals(kept)) {
                file.store(COMMENT, all);
            }
            config.addSecrets(all);
        } catch (IOException e) {
            throw new CommandFailedException("cannot keep " + file.file() + ": " + e, e);
        }
    }

    /** The one that is missing would be ours, and a random password and a stranger's hash never match. */
    private static void rejectHalfAPair(PlatformConfig config) {
        rejectHalfAPair(config, Keys.GATEWAY_MQTT_PASSWORD, Keys.PRINCIPAL_GATEWAY);
        rejectHalfAPair(config, Keys.PORTAL_MQTT_PASSWORD, Keys.PRINCIPAL_PORTAL);
        // The password of an operator of another name has its hash beside that name.
        boolean isOwnUser =
                config.settings().get(Keys.OPERATOR_MQTT_USER).equals(Keys.OPERATOR_MQTT_USER.defaultText());
        if (isOwnUser && config.isSet(Keys.OPERATOR_MQTT_PASSWORD) && !config.isSet(Keys.PRINCIPAL_OPERATOR)) {
            throw new ConfigException(List.of(
                    Keys.OPERATOR_MQTT_PASSWORD.name() + ": set its hash as well, " + Keys.PRINCIPAL_OPERATOR.name()));
        }
    }

    private static void rejectHalfAPair(PlatformConfig config, Key<String> password, Key<String> hash) {
        if (config.isSet(password) != config.isSet(hash)) {
            throw new ConfigException(List.of(
                    password.name() + " and " + hash.name() + ": a password and its hash, set both or neither"));
        }
    }

    /** What was sealed while no key was configured must still open: the kept keys come behind the configured ones. */
    private void addKeptKeys(PlatformConfig config, Map<String, String> kept) throws CommandFailedException {
        String keptKeys = kept.get(Keys.SEALING_KEYS.name());
        if (keptKeys == null || !config.isSet(Keys.SEALING_KEYS)) {
            return;
        }
        String configured = config.settings().get(Keys.SEALING_KEYS);
        Optional<String> all = SealingKeyList.append(configured, keptKeys);
        if (all.isEmpty()) {
            throw new CommandFailedException(Keys.SEALING_KEYS.name() + " and " + file.file()
                    + " hold different sealing keys under the same id: take out the wrong one");
        }
        if (!all.get().equals(configured) && config.isSetByVariable(Keys.SEALING_KEYS)) {
            // The extension reads the variable itself, and it wins over the file that we hand it.
            throw new CommandFailedException(file.file() + " holds a sealing key that "
                    + Keys.SEALING_KEYS.environmentVariable()
                    + " lacks: append it there, or take it out of the file if nothing was ever sealed with it");
        }
        config.useSealingKeys(all.get());
    }

    private boolean isKeyNeeded(PlatformConfig config) throws CommandFailedException {
        return config.externalKafka().isPresent() ? ExternalKafka.hasSensors(config) : directory.hasServerData();
    }
}
