package org.airlog.launcher.up;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Map;
import org.airlog.configuration.Keys;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.secret.PrivateProperties;

/**
 * The file that keeps {@link Secrets}: written before any server makes its first file, and never made anew over data.
 *
 * <p>A new sealing key beside old registrations would turn every registered sensor away, and nobody would know why. So
 * where the key is missing and there is data that it may be needed for, the start is refused.
 */
final class SecretsFile {

    private static final String COMMENT =
            "Made by airlog up. Without the sealing key the sensors' secrets cannot be read.";

    private final DataDirectory directory;
    private final PrivateProperties file;

    SecretsFile(DataDirectory directory) {
        this.directory = directory;
        this.file = new PrivateProperties(directory.secrets());
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
            Map<String, String> all = Secrets.complete(kept, new SecureRandom());
            if (!all.equals(kept)) {
                file.store(COMMENT, all);
            }
            config.addSecrets(all);
        } catch (IOException e) {
            throw new CommandFailedException("cannot keep " + file.file() + ": " + e, e);
        }
    }

    private boolean isKeyNeeded(PlatformConfig config) throws CommandFailedException {
        return config.externalKafka().isPresent() ? ExternalKafka.hasSensors(config) : directory.hasServerData();
    }
}
