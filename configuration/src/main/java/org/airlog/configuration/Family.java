package org.airlog.configuration;

import java.util.Locale;

/**
 * Keys that share a beginning and whose rest an operator chooses, such as {@code airlog.upload.salts.<name>}.
 *
 * @param prefix ends with a dot
 * @param placeholder what the rest is called in documents, for example {@code <name>}
 * @param description one sentence for {@code docs/configuration.md}
 * @param isSecret whether values must never be shown
 */
public record Family(String prefix, String placeholder, String description, boolean isSecret) {

    /** {@code AIRLOG_UPLOAD_SALTS_}; behind it the rest in upper case, {@code _} for {@code .}, and no {@code -}. */
    public String environmentPrefix() {
        return prefix.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
