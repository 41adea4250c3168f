package org.airlog.proxy;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.util.regex.Pattern;

/** IP addresses and CIDR blocks in their common spelling; nothing is looked up, so a host name is none. */
final class Addresses {

    private static final String IPV4 = "(?:(?:0|[1-9]\\d{0,2})\\.){3}(?:0|[1-9]\\d{0,2})";
    private static final String IPV6 = "[0-9A-Fa-f]*:[0-9A-Fa-f:.]*";

    /** The parser below reads far more: wildcards, ranges, octal numbers. */
    private static final Pattern ADDRESS = Pattern.compile(IPV4 + "|" + IPV6);

    private static final Pattern BLOCK = Pattern.compile("(?:" + IPV4 + "|" + IPV6 + ")(?:/\\d{1,3})?");

    private Addresses() {}

    /** One address; throws {@link IllegalArgumentException} where it is none. */
    static IPAddress address(String text) {
        return parse(ADDRESS, text);
    }

    /** An address, or a block that is written with its first address; throws {@link IllegalArgumentException}. */
    static IPAddress block(String text) {
        IPAddress block = parse(BLOCK, text);
        if (block.isPrefixed() && !block.isPrefixBlock()) {
            throw new IllegalArgumentException(
                    "'" + text + "' does not start where its block does, expected " + block.toPrefixBlock());
        }
        return block;
    }

    private static IPAddress parse(Pattern form, String text) {
        if (form.matcher(text).matches()) {
            try {
                return unmapped(new IPAddressString(text).toAddress());
            } catch (AddressStringException e) {
                throw new IllegalArgumentException("'" + text + "' is no IP address", e);
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no IP address");
    }

    /** {@code ::ffff:192.0.2.1} is {@code 192.0.2.1} to a limit and to a block. */
    private static IPAddress unmapped(IPAddress address) {
        return address.isIPv6() && !address.isPrefixed() && address.toIPv6().isIPv4Mapped()
                ? address.toIPv6().getEmbeddedIPv4Address()
                : address;
    }
}
