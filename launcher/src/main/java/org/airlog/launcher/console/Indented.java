package org.airlog.launcher.console;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import java.util.regex.Pattern;

/**
 * {@code %indented(…)} in a pattern of Logback: a text of several lines, each indented, as no first line of what is logged is, and
 * without characters that steer a terminal. Strangers' texts are in exceptions.
 */
public final class Indented extends CompositeConverter<ILoggingEvent> {

    private static final Pattern STEERING = Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\\x{2028}\\x{2029}&&[^\\n\\t]]");
    private static final Pattern BEGINNING = Pattern.compile("(?m)^(?=.)");

    @Override
    protected String transform(ILoggingEvent event, String text) {
        return BEGINNING.matcher(STEERING.matcher(text).replaceAll(" ")).replaceAll("  ");
    }
}
