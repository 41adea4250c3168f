package org.airlog.launcher.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.airlog.configuration.Key;
import org.airlog.configuration.Keys;
import org.airlog.configuration.LimitKeys;
import org.airlog.configuration.TlsKeys;
import org.airlog.launcher.secret.PrivateProperties;

/**
 * Where the parts of a running {@code airlog up} are, by configuration key: a file in its data directory, of mode 600, so
 * that other commands need not be told. It is there from when everything works until the end; after a {@code kill -9} it stays
 * until the next start.
 */
public final class RunningFile {

    private static final String COMMENT = "Where airlog up is running; written anew at each start.";

    /** What is taken from the configuration as it is; ports that were chosen are told beside. */
    static final List<Key<?>> KEYS = List.of(
            Keys.KAFKA_BOOTSTRAP_SERVERS,
            Keys.DATABASE_URL,
            Keys.DATABASE_USER,
            Keys.GATEWAY_MQTT_URL,
            Keys.PORTAL_WATCHED,
            Keys.BROKER_DATA_DIR,
            TlsKeys.CERTIFICATE,
            TlsKeys.PRIVATE_KEY,
            LimitKeys.ENABLED);

    private final PrivateProperties file;

    RunningFile(Path dataDirectory) {
        this.file = new PrivateProperties(in(dataDirectory));
    }

    /** Where the file of the installation in {@code dataDirectory} is. */
    public static Path in(Path dataDirectory) {
        return dataDirectory.resolve("running.properties");
    }

    void write(Map<String, String> addresses) throws IOException {
        file.store(COMMENT, addresses);
    }

    void forget() throws IOException {
        Files.deleteIfExists(file.file());
    }
}
