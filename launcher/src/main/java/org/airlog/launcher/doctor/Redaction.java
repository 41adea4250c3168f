package org.airlog.launcher.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.airlog.configuration.Family;
import org.airlog.configuration.Key;
import org.airlog.configuration.Keys;

/**
 * The last guard before anything is printed: whatever of a finding is the value of a secret key is not shown, whoever has
 * quoted it. Shorter values than {@value #SHORTEST} characters are no secrets, and are part of every other word.
 */
final class Redaction {

    private static final int SHORTEST = 6;

    private final List<String> secrets;

    private Redaction(List<String> secrets) {
        this.secrets = secrets;
    }

    /** Of {@code values} by key name. */
    static Redaction of(Map<String, String> values) {
        var secrets = new ArrayList<String>();
        values.forEach((name, value) -> {
            if (value.strip().length() >= SHORTEST && isSecret(name)) {
                secrets.add(value.strip());
                // A list of sealing keys is quoted in parts, if at all.
                for (String part : value.split("[,:\\s]", -1)) {
                    if (part.length() >= SHORTEST) {
                        secrets.add(part);
                    }
                }
            }
        });
        secrets.sort(Comparator.comparingInt(String::length).reversed());
        return new Redaction(secrets);
    }

    Finding of(Finding finding) {
        return new Finding(finding.level(), finding.check(), of(finding.found()), of(finding.remedy()));
    }

    private String of(String text) {
        String shown = text;
        for (String secret : secrets) {
            shown = shown.replace(secret, "[redacted]");
        }
        return shown;
    }

    /** Kafka's properties are many, and only some of them secret: those that look like it. */
    private static boolean isSecret(String name) {
        if (name.startsWith(Keys.KAFKA_CLIENT.prefix())) {
            return name.contains("password") || name.contains("jaas") || name.contains("key");
        }
        return Keys.ALL.stream().filter(Key::isSecret).anyMatch(key -> key.name()
                        .equals(name))
                || Keys.FAMILIES.stream()
                        .filter(Family::isSecret)
                        .anyMatch(family -> name.startsWith(family.prefix()) && !name.endsWith(".suid"));
    }
}
