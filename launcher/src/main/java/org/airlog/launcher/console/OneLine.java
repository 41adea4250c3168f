package org.airlog.launcher.console;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import java.util.regex.Pattern;

/**
 * {@code %line(…)} in a pattern of Logback: a text without characters that end a line or steer a terminal. Strangers' texts
 * are in messages and facts.
 */
public final class OneLine extends CompositeConverter<ILoggingEvent> {

    private static final Pattern STEERING = Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\\x{2028}\\x{2029}]");

    @Override
    protected String transform(ILoggingEvent event, String text) {
        return STEERING.matcher(text).replaceAll(" ");
    }
}
