package org.airlog.launcher.console;

import java.util.Locale;
import java.util.Map;
import org.airlog.configuration.LogKeys;

/**
 * How this process logs. It is said once, before the first logger is made, as Logback reads it then.
 *
 * <p>Named, not found: a library brings a {@code logback.xml} of its own.
 */
public final class Logs {

    static final String SERVICE = "airlog.log.service";
    static final String VERSION = "airlog.log.version";
    private static final String FORMAT = "airlog.log.format";
    private static final String FILE = "logback.configurationFile";
    private static final String JSON = "json";
    private static final String TEXT = "text";

    private Logs() {}

    /** By the file {@code logback-<name>.xml} here. */
    public static void configure(String name) {
        System.setProperty(FILE, "org/airlog/launcher/logback-" + name + ".xml");
    }

    /**
     * The same for a process that says who it is, {@code service}, and looks as {@code written} tells. A value that is none
     * looks like text: that it is none is told by whoever reads all keys.
     */
    public static void configure(String name, String service, Map<String, String> written) {
        boolean isJson = JSON.equals(
                written.getOrDefault(LogKeys.FORMAT.name(), TEXT).strip().toLowerCase(Locale.ROOT));
        System.setProperty(FORMAT, isJson ? JSON : TEXT);
        System.setProperty(SERVICE, service);
        String version = Logs.class.getPackage().getImplementationVersion();
        System.setProperty(VERSION, version == null ? "" : version);
        configure(name);
    }
}
