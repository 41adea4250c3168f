package org.airlog.configuration.reload;

import java.util.Map;
import org.airlog.configuration.LogKeys;
import org.airlog.configuration.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much loggers tell, by {@code airlog.log.levels.<logger>}: set at the start and whenever the configuration changes. A
 * logger that is not named any more has the level again that it had without us.
 *
 * <p>Where the logs are not Logback's, levels stay what they are, which is told.
 */
public final class LogLevels implements Reloadable {

    private static final Logger log = LoggerFactory.getLogger(LogLevels.class);
    private static final String LOGBACK = "ch.qos.logback.classic.LoggerContext";

    @Override
    public Runnable prepare(Settings settings) {
        Map<String, String> levels = settings.get(LogKeys.LEVELS);
        return () -> set(levels);
    }

    private static void set(Map<String, String> levels) {
        if (isLogback()) {
            LogbackLevels.set(levels);
        } else if (!levels.isEmpty()) {
            log.warn("Levels of loggers stay what they are, as the logs of this process are not Logback's");
        }
    }

    /** By name: the classes need not be there. */
    private static boolean isLogback() {
        return LoggerFactory.getILoggerFactory().getClass().getName().equals(LOGBACK);
    }
}
