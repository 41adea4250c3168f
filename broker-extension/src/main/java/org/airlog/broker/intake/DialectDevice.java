package org.airlog.broker.intake;

import java.util.Locale;
import java.util.Optional;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;

/**
 * A device that has no SUID of its own, as its firmware names it.
 *
 * <p>An airRohr speaks two dialects, to a server of one's own and to sensor.community: it is one device in both.
 *
 * @param dialect whose ids these are
 * @param id in lower case, at most {@value #MAX_LENGTH} characters, without blanks and {@code / + #}
 */
record DialectDevice(Source dialect, String id) {

    static final int MAX_LENGTH = 64;

    /** The device that {@code dialect} calls {@code id}, in any case; empty where that cannot be an id. */
    static Optional<DialectDevice> of(Source dialect, String id) {
        boolean isId =
                !id.isEmpty() && id.length() <= MAX_LENGTH && id.codePoints().noneMatch(DialectDevice::isForbidden);
        return isId ? Optional.of(new DialectDevice(family(dialect), id.toLowerCase(Locale.ROOT))) : Optional.empty();
    }

    /** What it goes by in the configuration, see {@link DialectRules#suids}. */
    String key() {
        return key(dialect, id);
    }

    /** The SUID that everybody can work out. */
    Suid derivedSuid() {
        return Suid.derived(dialect.label(), id);
    }

    /** The key of {@code id}: environment variables know neither upper case nor hyphens, so neither counts. */
    static String key(Source dialect, String id) {
        return folded(family(dialect).label() + "." + id);
    }

    /** {@code text} as a key of the configuration has it, however it was spelled. */
    static String folded(String text) {
        return text.toLowerCase(Locale.ROOT).replace('-', '.').replace('_', '.');
    }

    private static Source family(Source dialect) {
        return dialect == Source.SENSOR_COMMUNITY ? Source.AIRROHR : dialect;
    }

    private static boolean isForbidden(int codePoint) {
        return codePoint == '/'
                || codePoint == '+'
                || codePoint == '#'
                || Character.isWhitespace(codePoint)
                || Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE;
    }
}
