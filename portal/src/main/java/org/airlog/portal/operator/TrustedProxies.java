package org.airlog.portal.operator;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The proxies whose word on TLS is believed.
 *
 * @param blocks addresses and CIDR blocks, IPv4 and IPv6
 */
public record TrustedProxies(List<IPAddress> blocks) {

    /** The parser reads far more: wildcards, ranges, names. */
    private static final Pattern BLOCK = Pattern.compile(
            "[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?:/[0-9]{1,2})?" + "|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(?:/[0-9]{1,3})?");

    /** Copies the blocks. */
    public TrustedProxies {
        blocks = List.copyOf(blocks);
    }

    /** Reads {@code 192.0.2.1}, {@code 10.0.0.0/8}, {@code fd00::/8}; throws {@link IllegalArgumentException} on others. */
    public static TrustedProxies parse(List<String> blocks) {
        return new TrustedProxies(blocks.stream()
                .map(text -> address(text)
                        .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no IP address")))
                .toList());
    }

    boolean contain(IPAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }

    /** An address or a block, {@code ::ffff:192.0.2.1} as the address that it means. */
    static Optional<IPAddress> address(String text) {
        if (!BLOCK.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            IPAddress address = new IPAddressString(text).toAddress();
            return Optional.of(
                    address.isIPv6()
                                    && !address.isPrefixed()
                                    && address.toIPv6().isIPv4Mapped()
                            ? address.toIPv6().getEmbeddedIPv4Address()
                            : address);
        } catch (AddressStringException e) {
            return Optional.empty();
        }
    }
}
