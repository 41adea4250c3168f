package org.airlog.gateway.mqtt;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where the broker listens: {@code mqtt://host[:1883]}, or {@code mqtts://host[:8883]} for TLS. */
public record BrokerAddress(String host, int port, boolean isTls) {

    private static final int DEFAULT_PORT = 1883;
    private static final int DEFAULT_TLS_PORT = 8883;

    /** Reads one; throws {@link IllegalArgumentException} that says what is expected. */
    public static BrokerAddress parse(String url) {
        URI uri = uri(url);
        boolean isTls = "mqtts".equalsIgnoreCase(uri.getScheme());
        boolean isKnown = isTls || "mqtt".equalsIgnoreCase(uri.getScheme());
        if (!isKnown || uri.getHost() == null || !isBare(uri)) {
            throw expected(null);
        }
        int standardPort = isTls ? DEFAULT_TLS_PORT : DEFAULT_PORT;
        return new BrokerAddress(
                withoutBrackets(uri.getHost()), uri.getPort() < 0 ? standardPort : uri.getPort(), isTls);
    }

    private static URI uri(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw expected(e);
        }
    }

    private static boolean isBare(URI uri) {
        return uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
    }

    /** An IPv6 address is bracketed in a URL and nowhere else. */
    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static IllegalArgumentException expected(@Nullable Throwable cause) {
        return new IllegalArgumentException("expected mqtt://host:port or mqtts://host:port", cause);
    }
}
