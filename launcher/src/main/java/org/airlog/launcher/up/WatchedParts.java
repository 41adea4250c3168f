package org.airlog.launcher.up;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.airlog.configuration.Key;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Settings;

/** Where the parts of this process can be asked how they do. */
final class WatchedParts {

    private WatchedParts() {}

    /** For {@link Keys#PORTAL_WATCHED}: broker, gateway and consumer, without those whose port is not known yet. */
    static String addresses(Settings settings, int ingestManagementPort) {
        return Stream.of(
                        address(settings, Keys.BROKER_MANAGEMENT_BIND, settings.get(Keys.BROKER_MANAGEMENT_PORT)),
                        address(settings, Keys.GATEWAY_MANAGEMENT_BIND, settings.get(Keys.GATEWAY_MANAGEMENT_PORT)),
                        address(settings, Keys.INGEST_MANAGEMENT_BIND, ingestManagementPort))
                .flatMap(address -> address)
                .collect(Collectors.joining(","));
    }

    private static Stream<String> address(Settings settings, Key<String> bind, int port) {
        return port == 0
                ? Stream.empty()
                : Stream.of("http://" + PlatformConfig.reachable(settings.get(bind)) + ":" + port);
    }
}
