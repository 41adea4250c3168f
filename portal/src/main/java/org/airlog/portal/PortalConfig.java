package org.airlog.portal;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Key;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Settings;
import org.airlog.configuration.UploadSalts;
import org.airlog.observation.signature.Secret;
import org.airlog.portal.client.Apps;
import org.airlog.portal.geocoder.Geocoder;
import org.airlog.portal.http.Downloads;
import org.airlog.portal.http.WatchPaths;
import org.airlog.portal.kafka.KafkaAccess;
import org.airlog.portal.management.WatchedProcesses;
import org.airlog.portal.timescale.DatabaseAddress;
import org.airlog.portal.web.TileServer;

/**
 * What the portal is told.
 *
 * @param bind address to listen on, as a process of its own
 * @param port likewise; 0 takes any free one
 * @param database where to read
 * @param downloads rules of {@code GET /download}
 * @param showsUploadHelp whether there is a page about uploading
 * @param uploadsNeedAuth what that page says
 * @param tiles of the map; empty = browsers get nothing from a foreign host
 * @param geocoder that knows where addresses are; empty = nobody is asked
 * @param apps that may ask for the air at a position
 * @param operators and what they may do
 * @param watched what operators see of the work behind the scenes
 * @param management where operators look, of a portal as a process of its own
 */
public record PortalConfig(
        String bind,
        int port,
        DatabaseAddress database,
        Downloads.Rules downloads,
        boolean showsUploadHelp,
        boolean uploadsNeedAuth,
        Optional<TileServer> tiles,
        Optional<URI> geocoder,
        Apps apps,
        OperatorConfig operators,
        WatchPaths.Sources watched,
        InetSocketAddress management) {

    /** Keys without a default that the portal cannot do without. */
    public static final List<Key<?>> REQUIRED = List.of(Keys.DATABASE_PASSWORD);

    /** Takes its part of {@code settings}; throws {@link ConfigException} that names the key at fault. */
    public static PortalConfig of(Settings settings) {
        if (!settings.get(Keys.DATABASE_URL).startsWith("jdbc:postgresql:")) {
            throw new ConfigException(List.of(
                    Keys.DATABASE_URL.name() + ": expected a URL such as jdbc:postgresql://127.0.0.1:5432/airlog"));
        }
        List<Secret> salts = UploadSalts.of(settings).salts().values().stream()
                .map(Secret::ofText)
                .toList();
        return new PortalConfig(
                settings.get(Keys.PORTAL_BIND),
                settings.get(Keys.PORTAL_PORT),
                new DatabaseAddress(
                        settings.get(Keys.DATABASE_URL),
                        settings.get(Keys.DATABASE_USER),
                        settings.get(Keys.DATABASE_PASSWORD)),
                new Downloads.Rules(
                        settings.get(Keys.DOWNLOAD_MAX_ROWS), settings.get(Keys.DOWNLOAD_REQUIRES_AUTH), salts),
                settings.get(Keys.UPLOAD_HELP),
                settings.get(Keys.UPLOAD_REQUIRES_AUTH),
                tiles(settings),
                geocoder(settings),
                apps(settings),
                OperatorConfig.of(settings),
                new WatchPaths.Sources(
                        watched(settings),
                        new KafkaAccess(
                                "airlog-portal",
                                settings.get(Keys.KAFKA_BOOTSTRAP_SERVERS),
                                settings.get(Keys.KAFKA_CLIENT))),
                new InetSocketAddress(
                        settings.get(Keys.PORTAL_MANAGEMENT_BIND), settings.get(Keys.PORTAL_MANAGEMENT_PORT)));
    }

    private static Optional<TileServer> tiles(Settings settings) {
        String template = settings.get(Keys.PORTAL_TILES);
        if (template.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new TileServer(template, settings.get(Keys.PORTAL_TILES_ATTRIBUTION)));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(List.of(Keys.PORTAL_TILES.name() + ": " + e.getMessage()));
        }
    }

    private static Optional<URI> geocoder(Settings settings) {
        String search = settings.get(Keys.PORTAL_GEOCODER);
        if (search.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Geocoder(URI.create(search)).search());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    List.of(Keys.PORTAL_GEOCODER.name() + ": expected a URL such as https://nominatim.example/search"));
        }
    }

    private static List<URI> watched(Settings settings) {
        var processes = new ArrayList<URI>();
        for (String written : settings.get(Keys.PORTAL_WATCHED).split(",", -1)) {
            String address = written.strip().replaceFirst("/$", "");
            if (!address.isEmpty()) {
                processes.add(process(address));
            }
        }
        if (processes.size() > WatchedProcesses.MOST) {
            throw new ConfigException(
                    List.of(Keys.PORTAL_WATCHED.name() + ": at most " + WatchedProcesses.MOST + " addresses"));
        }
        return processes;
    }

    /** Of a name with an underscore, say, Java's client knows no host. */
    private static URI process(String address) {
        try {
            URI process = URI.create(address);
            if (address.matches("http://[^/?#@]+") && process.getHost() != null) {
                return process;
            }
        } catch (IllegalArgumentException notAnAddress) {
            // Told below.
        }
        throw new ConfigException(List.of(Keys.PORTAL_WATCHED.name() + ": '" + address
                + "' is no address such as http://127.0.0.1:9095 (a host's name has no underscore)"));
    }

    private static Apps apps(Settings settings) {
        var secrets = new HashMap<String, Secret>();
        settings.get(Keys.APPS).forEach((appId, secret) -> {
            if (appId.length() > Apps.LONGEST_ID) {
                throw new ConfigException(List.of(
                        Keys.APPS.prefix() + appId + ": an app's id has at most " + Apps.LONGEST_ID + " characters"));
            }
            secrets.put(appId, Secret.ofText(secret));
        });
        return new Apps(secrets);
    }
}
