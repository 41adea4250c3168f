package org.airlog.configuration.reload;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Levels of Logback's loggers; Logback ends here. What they were before we set them is kept with Logback itself, as several
 * of us may set them in one process.
 */
final class LogbackLevels {

    private static final String FORMER = "org.airlog.levels";
    private static final String ROOT = "root";
    private static final String NONE = "";

    private LogbackLevels() {}

    /** Sets {@code levels} by logger, and sets those back that are not named any more. */
    static void set(Map<String, String> levels) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        synchronized (context) {
            Map<String, String> former = former(context);
            Map.copyOf(former).forEach((name, level) -> {
                if (!levels.containsKey(name)) {
                    logger(context, name).setLevel(level(level));
                    former.remove(name);
                }
            });
            levels.forEach((name, level) -> {
                Logger logger = logger(context, name);
                former.putIfAbsent(name, logger.getLevel() == null ? NONE : logger.getLevel().levelStr);
                logger.setLevel(level(level));
            });
        }
    }

    @SuppressWarnings("unchecked") // nobody else puts anything there
    private static Map<String, String> former(LoggerContext context) {
        Object kept = context.getObject(FORMER);
        if (kept instanceof Map<?, ?> map) {
            return (Map<String, String>) map;
        }
        var none = new HashMap<String, String>();
        context.putObject(FORMER, none);
        return none;
    }

    private static Logger logger(LoggerContext context, String name) {
        return context.getLogger(name.equals(ROOT) ? org.slf4j.Logger.ROOT_LOGGER_NAME : name);
    }

    private static @Nullable Level level(String name) {
        return name.equals(NONE) ? null : Level.toLevel(name);
    }
}
