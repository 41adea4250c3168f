package org.airlog.launcher.letters;

import java.security.SecureRandom;
import java.util.ArrayList;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Settings;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;

/** The sealing keys that a command has been given; none is needed to read a record without positions. */
final class GivenKeys {

    private GivenKeys() {}

    /** Opens what was sealed with them, and nothing else. */
    static Seal seal(Settings settings) throws CommandFailedException {
        String written = settings.find(Keys.SEALING_KEYS).orElse("");
        var keys = new ArrayList<SealingKey>();
        try {
            for (String key : written.isBlank() ? new String[0] : written.split(",", -1)) {
                keys.add(SealingKey.parse(key.strip()));
            }
            if (keys.isEmpty()) {
                // Never used: a seal needs one, and nothing is sealed here.
                keys.add(SealingKey.parse(SealingKey.generate("none", new SecureRandom())));
            }
            return new Seal(keys);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(Keys.SEALING_KEYS.name() + ": " + e.getMessage(), e);
        }
    }
}
