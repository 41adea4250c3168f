package org.airlog.launcher.sensors;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.secret.PrivateProperties;
import org.airlog.observation.Suid;

/**
 * Claim codes that were made because the file had none: kept beside it as {@code FILE.codes} (mode 600) before the first
 * one is used, and taken from there the next time, so that a file can be sent again.
 */
final class ClaimCodes {

    private static final String COMMENT =
            "Claim codes made by airlog sensors provision. Who has one can register its sensor.";
    /** Without I, O, 0 and 1, which people mistake: 32 letters, 100 bits in 20. */
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final int GROUPS = 4;
    private static final int GROUP_LENGTH = 5;

    private final PrivateProperties file;
    private final Map<String, String> codes = new HashMap<>();

    /** The codes beside {@code csv}. */
    ClaimCodes(Path csv) {
        this.file = new PrivateProperties(csv.resolveSibling(csv.getFileName() + ".codes"));
    }

    /** Where they are kept. */
    Path path() {
        return file.file();
    }

    /** Makes and keeps the codes of those of {@code suids} that have none yet; tells how many. */
    int complete(List<Suid> suids) throws CommandFailedException {
        try {
            codes.putAll(file.load());
            var random = new SecureRandom();
            int known = codes.size();
            suids.forEach(suid -> codes.computeIfAbsent(suid.toString(), key -> generate(random)));
            if (codes.size() > known) {
                file.store(COMMENT, codes);
            }
            return codes.size() - known;
        } catch (IOException e) {
            throw new CommandFailedException("cannot keep claim codes in " + path() + ": " + e, e);
        }
    }

    /** The code of one that was {@link #complete}d. */
    String of(Suid suid) {
        return codes.getOrDefault(suid.toString(), "");
    }

    static String generate(SecureRandom random) {
        var code = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP_LENGTH; i++) {
            if (i > 0 && i % GROUP_LENGTH == 0) {
                code.append('-');
            }
            code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }
}
