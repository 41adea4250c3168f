package org.airlog.proxy;

import inet.ipaddr.IPAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What one proxy says of who spoke to it.
 *
 * @param address empty where it is not told: {@code unknown}, or a name that the proxy made up
 * @param transport {@code plain} where it is not told
 */
record Hop(Optional<IPAddress> address, Transport transport) {

    private static final Pattern HIDDEN = Pattern.compile("(?:unknown|_[A-Za-z0-9._-]+)");
    private static final Pattern PORT = Pattern.compile("(?::(?:\\d{1,5}|_[A-Za-z0-9._-]+))?$");
    private static final Pattern IN_BRACKETS = Pattern.compile("\\[([^\\]]*:[^\\]]*)\\]");

    /**
     * Reads a node of RFC 7239, section 6, and a protocol; empty texts say nothing.
     *
     * @throws IllegalArgumentException where one of them is neither
     */
    static Hop of(String node, String protocol) {
        return new Hop(address(node), transport(protocol));
    }

    private static Optional<IPAddress> address(String node) {
        String name = PORT.matcher(node).replaceFirst("");
        if (name.isEmpty() || HIDDEN.matcher(name).matches()) {
            return Optional.empty();
        }
        var inBrackets = IN_BRACKETS.matcher(name);
        if (inBrackets.matches()) {
            return Optional.of(Addresses.address(inBrackets.group(1)));
        }
        if (name.contains(":")) {
            throw new IllegalArgumentException("an IPv6 address stands in brackets");
        }
        return Optional.of(Addresses.address(name));
    }

    private static Transport transport(String protocol) {
        return switch (protocol.toLowerCase(Locale.ROOT)) {
            case "https" -> Transport.TLS;
            case "http", "" -> Transport.PLAIN;
            default -> throw new IllegalArgumentException("neither http nor https");
        };
    }
}
