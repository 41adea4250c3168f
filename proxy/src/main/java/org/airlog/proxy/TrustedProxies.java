package org.airlog.proxy;

import inet.ipaddr.IPAddress;
import java.util.List;

/**
 * The proxies whose word on the client's address and on TLS is believed.
 *
 * <p>Each of them must set {@code Forwarded} or {@code X-Forwarded-For} and {@code X-Forwarded-Proto} itself: what it
 * passes on from its client counts as its own word.
 *
 * @param blocks addresses and CIDR blocks, IPv4 and IPv6
 */
public record TrustedProxies(List<IPAddress> blocks) {

    /** Nobody's word. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    /** Copies the blocks. */
    public TrustedProxies {
        blocks = List.copyOf(blocks);
    }

    /** Reads {@code 192.0.2.1}, {@code 10.0.0.0/8}, {@code fd00::/8}; throws {@link IllegalArgumentException} on others. */
    public static TrustedProxies parse(List<String> blocks) {
        return new TrustedProxies(blocks.stream().map(Addresses::block).toList());
    }

    boolean contain(IPAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }
}
