package org.airlog.launcher.health;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Settings;

/**
 * Asks one process whether it is well.
 *
 * <p>Asked every few seconds by a JVM that is made for it, so it does without what takes time to load: no HTTP client, no
 * logger, no parser of options. {@code java org.airlog.launcher.health.Health ROLE [PATH]} is the whole command; its exit code
 * is 0 where the answer is 200, else 1, and 2 where it is not used so.
 */
public final class Health {

    private static final int WELL = 0;
    private static final int UNWELL = 1;
    private static final int WRONG_USAGE = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(4);
    /** More than any answer of {@code /ready} has. */
    private static final int LONGEST_ANSWER = 4_096;

    private Health() {}

    /** Asks the role of this name with the settings of this environment, and ends the JVM. */
    public static void main(String... words) {
        if (words.length < 1 || words.length > 2) {
            tell("healthy ROLE [PATH]");
            System.exit(WRONG_USAGE);
        }
        System.exit(exitCode(words[0], words.length == 2 ? words[1] : "/healthy"));
    }

    private static int exitCode(String role, String path) {
        try {
            String answer = ask(Role.of(role).address(settings(System.getenv())), path);
            tell(answer.substring(answer.indexOf("\r\n\r\n") + 1).strip());
            return isWell(answer) ? WELL : UNWELL;
        } catch (IllegalArgumentException e) {
            tell("'" + role + "' is no role");
            return WRONG_USAGE;
        } catch (ConfigException | IOException e) {
            tell(String.valueOf(e.getMessage()));
            return UNWELL;
        }
    }

    /** One request; what came back, headers and all, up to its end or some thousand bytes. */
    static String ask(InetSocketAddress address, String path) throws IOException {
        try (var socket = new Socket()) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.connect(address, (int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            try (InputStream answer = socket.getInputStream()) {
                return new String(answer.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
            }
        }
    }

    static boolean isWell(String answer) {
        return answer.matches("(?s)HTTP/1\\.[01] 200 .*");
    }

    private static Settings settings(Map<String, String> environment) {
        return Settings.of(Settings.written(Optional.empty(), environment), List.of());
    }

    /** On standard error, which whatever asks keeps and shows. */
    private static void tell(String text) {
        try (var standardError = new FileOutputStream(FileDescriptor.err)) {
            standardError.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException nobodyListens) {
            // The exit code says it as well.
        }
    }
}
