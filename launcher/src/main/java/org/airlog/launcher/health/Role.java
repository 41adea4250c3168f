package org.airlog.launcher.health;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.airlog.configuration.Key;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Settings;

/** What a process is, and where it answers {@code /healthy} and {@code /ready}. */
enum Role {
    BROKER,
    CONSUMER,
    GATEWAY,
    PORTAL,
    /** All in one, of whose management ports the gateway's is for people. */
    UP;

    /** The role that the command of this name runs as; throws {@link IllegalArgumentException} where it is none. */
    static Role of(String command) {
        return valueOf(command.toUpperCase(Locale.ROOT));
    }

    /** Where a process with these settings answers; one that listens on every address is asked on the loopback. */
    InetSocketAddress address(Settings settings) throws UnknownHostException {
        return switch (this) {
            case BROKER -> address(settings, Keys.BROKER_MANAGEMENT_BIND, Keys.BROKER_MANAGEMENT_PORT);
            case CONSUMER -> address(settings, Keys.INGEST_MANAGEMENT_BIND, Keys.INGEST_MANAGEMENT_PORT);
            case GATEWAY, UP -> address(settings, Keys.GATEWAY_MANAGEMENT_BIND, Keys.GATEWAY_MANAGEMENT_PORT);
            case PORTAL -> address(settings, Keys.PORTAL_MANAGEMENT_BIND, Keys.PORTAL_MANAGEMENT_PORT);
        };
    }

    private static InetSocketAddress address(Settings settings, Key<String> bind, Key<Integer> port)
            throws UnknownHostException {
        InetAddress bound = InetAddress.getByName(settings.get(bind));
        return new InetSocketAddress(
                bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound, settings.get(port));
    }
}
