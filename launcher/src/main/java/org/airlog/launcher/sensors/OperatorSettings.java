package org.airlog.launcher.sensors;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Settings;
import org.airlog.configuration.TlsKeys;
import org.airlog.ingest.timescale.DatabaseAddress;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.secret.PrivateProperties;
import org.airlog.launcher.up.DatabaseUrl;
import org.airlog.launcher.up.DevelopmentCertificate;
import org.airlog.launcher.up.RunningFile;
import org.airlog.launcher.up.SecretsFile;
import org.airlog.tls.Authorities;

/** What the operator's command knows of an installation: its configuration, over what {@code airlog up} keeps of it. */
public final class OperatorSettings {

    private static final int HIGHEST_PORT = 65_535;

    private final Settings settings;
    private final Path secrets;
    private final Path madeAuthority;

    private OperatorSettings(Settings settings, Path secrets, Path madeAuthority) {
        this.settings = settings;
        this.secrets = secrets;
        this.madeAuthority = madeAuthority;
    }

    /** Reads both; throws with one line that tells all faults. */
    static OperatorSettings load(Path dataDirectory, Optional<Path> config, Map<String, String> environment)
            throws CommandFailedException {
        try {
            var values = new HashMap<>(kept(dataDirectory));
            Map<String, String> written = Settings.written(config, environment);
            written.values().removeIf(String::isBlank);
            values.putAll(written);
            return of(dataDirectory, Settings.of(values, List.of()));
        } catch (ConfigException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Takes what has been read already, beside the {@code airlog up} of {@code dataDirectory}. */
    public static OperatorSettings of(Path dataDirectory, Settings settings) {
        return new OperatorSettings(
                settings, SecretsFile.in(dataDirectory), DevelopmentCertificate.authorityIn(dataDirectory));
    }

    /** What {@code airlog up} keeps of itself in {@code dataDirectory}, by key name; nothing where there is none. */
    public static Map<String, String> kept(Path dataDirectory) throws CommandFailedException {
        var kept = new HashMap<String, String>();
        for (Path file : List.of(RunningFile.in(dataDirectory), SecretsFile.in(dataDirectory))) {
            try {
                kept.putAll(new PrivateProperties(file).load());
            } catch (IOException e) {
                throw new CommandFailedException("cannot read " + file + ": " + e, e);
            }
        }
        return kept;
    }

    /** All of them. */
    public Settings values() {
        return settings;
    }

    /** Connects to the broker at {@code url}, or where the configuration has it. */
    public OperatorLink link(Optional<URI> url) throws CommandFailedException {
        String password = settings.find(Keys.OPERATOR_MQTT_PASSWORD)
                .orElseThrow(() -> new CommandFailedException("no password of the operator in " + secrets
                        + ": name the data directory of airlog up by --data-dir, or set "
                        + Keys.OPERATOR_MQTT_PASSWORD.environmentVariable()));
        URI broker = url.orElse(null);
        if (broker == null) {
            broker = parse(settings.get(Keys.GATEWAY_MQTT_URL));
        }
        if (broker.getHost() == null
                || broker.getPort() == 0
                || broker.getPort() > HIGHEST_PORT
                || !Set.of("mqtt", "mqtts").contains(String.valueOf(broker.getScheme()))) {
            throw new CommandFailedException("the broker's URL is not mqtt://host[:port] or mqtts://host[:port]");
        }
        return OperatorLink.open(broker, authorities(), settings.get(Keys.OPERATOR_MQTT_USER), password);
    }

    /** Those that are configured, else the one that {@code airlog up} has made, beside those of the JDK. */
    public Authorities authorities() throws CommandFailedException {
        try {
            return Authorities.in(settings.find(TlsKeys.AUTHORITIES)
                    .or(() -> Optional.of(madeAuthority).filter(Files::isRegularFile)));
        } catch (IOException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Connects to the database at {@code url}, or where the configuration has it. */
    SensorRows rows(Optional<String> url) throws CommandFailedException {
        DatabaseAddress address = database(url);
        return SensorRows.open(address.url(), address.user(), address.password());
    }

    /** The database at {@code url}, or where the configuration has it, and who we are there. */
    public DatabaseAddress database(Optional<String> url) throws CommandFailedException {
        DatabaseUrl database = DatabaseUrl.parse(url.orElseGet(() -> settings.get(Keys.DATABASE_URL)));
        String user = database.user().orElseGet(() -> settings.get(Keys.DATABASE_USER));
        String password = database.password()
                .or(() -> settings.find(Keys.DATABASE_PASSWORD))
                .orElseThrow(() -> new CommandFailedException("no password of the database in " + secrets
                        + ": name the data directory of airlog up by --data-dir, or set "
                        + Keys.DATABASE_PASSWORD.environmentVariable()));
        return new DatabaseAddress(database.jdbc(), user, password);
    }

    private static URI parse(String url) throws CommandFailedException {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(Keys.GATEWAY_MQTT_URL.name() + " is not a URL", e);
        }
    }
}
