package org.airlog.resilience.site;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import org.airlog.configuration.Keys;
import org.airlog.configuration.LimitKeys;
import org.airlog.embedded.Ports;
import org.airlog.observation.sealing.SealingKey;
import org.airlog.resilience.schedule.Link;
import org.airlog.resilience.schedule.Part;

/**
 * The ports and secrets of a site, and the one file from which its processes read them. Ports are chosen once, because
 * what is killed must come back where it was.
 */
final class SiteConfig {

    private static final int PARTITIONS = 4;
    private static final int BCRYPT_COST = 4;

    private final Map<Part, Integer> ports = new EnumMap<>(Part.class);
    private final int brokerManagementPort = freePort();
    private final String sealingKeys = SealingKey.generate("k1", new SecureRandom());
    private final String databasePassword = password();
    private final String gatewayPassword = password();

    SiteConfig() {
        for (Part part : Part.values()) {
            ports.put(part, freePort());
        }
    }

    int port(Part part) {
        return ports.getOrDefault(part, 0);
    }

    int brokerManagementPort() {
        return brokerManagementPort;
    }

    String sealingKeys() {
        return sealingKeys;
    }

    String databasePassword() {
        return databasePassword;
    }

    /**
     * Writes the file, readable by its owner only.
     *
     * @param proxies the port of the proxy in each link
     * @param extra further keys, which win
     */
    void write(Path file, Map<Link, Integer> proxies, Path brokerData, Map<String, String> extra) throws IOException {
        var values = new Properties();
        values.put(Keys.KAFKA_BOOTSTRAP_SERVERS.name(), "127.0.0.1:" + proxies.get(Link.KAFKA));
        values.put(Keys.KAFKA_PARTITIONS.name(), Integer.toString(PARTITIONS));
        values.put(Keys.SEALING_KEYS.name(), sealingKeys);
        values.put(Keys.BROKER_DATA_DIR.name(), brokerData.toString());
        values.put(Keys.BROKER_MANAGEMENT_PORT.name(), Integer.toString(brokerManagementPort));
        values.put(Keys.GATEWAY_MANAGEMENT_PORT.name(), "0");
        values.put(Keys.MQTT_PORT.name(), Integer.toString(port(Part.BROKER)));
        values.put(
                Keys.PRINCIPAL_GATEWAY.name(),
                BCrypt.withDefaults().hashToString(BCRYPT_COST, gatewayPassword.toCharArray()));
        values.put(Keys.GATEWAY_MQTT_PASSWORD.name(), gatewayPassword);
        values.put(Keys.GATEWAY_MQTT_URL.name(), "mqtt://127.0.0.1:" + proxies.get(Link.GATEWAY_BROKER));
        values.put(Keys.HTTP_PORT.name(), Integer.toString(port(Part.GATEWAY)));
        values.put(
                Keys.DATABASE_URL.name(),
                "jdbc:postgresql://127.0.0.1:" + proxies.get(Link.CONSUMER_DATABASE) + "/airlog");
        values.put(Keys.DATABASE_PASSWORD.name(), databasePassword);
        // Two of them read it.
        values.put(Keys.INGEST_MANAGEMENT_PORT.name(), "0");
        // All devices have one address.
        values.put(LimitKeys.ENABLED.name(), "false");
        values.putAll(extra);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            values.store(writer, "One run of an experiment.");
        }
    }

    private static int freePort() {
        try {
            return Ports.claim(Ports.loopback(), 0);
        } catch (IOException e) {
            throw new IllegalStateException("no port is free", e);
        }
    }

    private static String password() {
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
