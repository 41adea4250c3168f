package org.airlog.configuration;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Keys that share a beginning and whose rest an operator chooses, such as {@code airlog.upload.salts.<name>}.
 *
 * @param prefix ends with a dot
 * @param placeholder what the rest is called in documents, for example {@code <name>}
 * @param description one sentence for {@code docs/configuration.md}
 * @param isSecret whether values must never be shown
 * @param isReloaded whether running processes take changed members from their file; others need a restart
 * @param parser reads a value; throws {@link IllegalArgumentException} with a message that says what is expected
 */
public record Family(
        String prefix,
        String placeholder,
        String description,
        boolean isSecret,
        boolean isReloaded,
        UnaryOperator<String> parser) {

    /** Any text, whose changes need a restart. */
    public Family(String prefix, String placeholder, String description, boolean isSecret) {
        this(prefix, placeholder, description, isSecret, false, UnaryOperator.identity());
    }

    /** The same family, of values that are one of {@code choices}, in any case. */
    public Family of(List<String> choices) {
        return new Family(prefix, placeholder, description, isSecret, isReloaded, text -> Key.choice(text, choices));
    }

    /** The same family, whose changed members running processes take. */
    public Family reloaded() {
        return new Family(prefix, placeholder, description, isSecret, true, parser);
    }

    /** Whether {@code name} is that of a member. */
    boolean holds(String name) {
        return name.startsWith(prefix) && name.length() > prefix.length();
    }

    /** {@code AIRLOG_UPLOAD_SALTS_}; behind it the rest in upper case, {@code _} for {@code .}, and no {@code -}. */
    public String environmentPrefix() {
        return prefix.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
