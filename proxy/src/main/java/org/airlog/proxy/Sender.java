package org.airlog.proxy;

import inet.ipaddr.IPAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Who sent a request, as far as that can be known.
 *
 * <p>Behind a trusted proxy it is the nearest hop that is no trusted proxy: everything to the left of it is what the
 * client itself may have written. What is malformed, or said in two ways that differ, is not believed: then it is the
 * proxy, in the clear.
 *
 * @param address textual IP address, without brackets or a zone
 * @param transport loopback only where the peer itself is, and speaks for nobody else
 */
public record Sender(String address, Transport transport) {

    private static final String FORWARDED = "forwarded";
    private static final String X_FORWARDED = "x-forwarded-";
    private static final String X_FORWARDED_FOR = "x-forwarded-for";
    private static final String X_FORWARDED_PROTO = "x-forwarded-proto";
    private static final String X_REAL_IP = "x-real-ip";
    private static final int CUSTOMER_BITS = 64;

    /**
     * The sender of a request.
     *
     * @param peer address of the other end of the connection; brackets and a zone are dropped
     * @param isEncrypted whether that connection is
     * @param headers the lines of each, in their order, by its name in any case
     */
    public static Sender of(
            TrustedProxies proxies, String peer, boolean isEncrypted, Map<String, List<String>> headers) {
        IPAddress nearest = Addresses.address(withoutZone(peer));
        if (!proxies.contain(nearest)) {
            boolean speaksForAnother = headers.keySet().stream().anyMatch(Sender::isOfAProxy);
            return new Sender(text(nearest), speaksForAnother ? Transport.PLAIN : direct(nearest, isEncrypted));
        }
        var unknown = new Sender(text(nearest), Transport.PLAIN);
        var words = new ArrayList<Sender>();
        List<String> forwarded = lines(headers, FORWARDED);
        List<String> xFor = lines(headers, X_FORWARDED_FOR);
        List<String> xProto = lines(headers, X_FORWARDED_PROTO);
        if (!forwarded.isEmpty()) {
            words.add(word(proxies, nearest, () -> Forwarded.hops(forwarded)));
        }
        if (!xFor.isEmpty() || !xProto.isEmpty()) {
            words.add(word(proxies, nearest, () -> XForwarded.hops(xFor, xProto)));
        }
        return words.stream().distinct().count() == 1 ? words.get(0) : unknown;
    }

    /** What to count him by: his address, of IPv6 its /64, which is one customer's. */
    public String customer() {
        IPAddress exact = Addresses.address(address);
        return exact.isIPv6() ? exact.toPrefixBlock(CUSTOMER_BITS).toCanonicalString() : address;
    }

    private static Sender word(TrustedProxies proxies, IPAddress peer, Supplier<List<Hop>> read) {
        try {
            return behind(proxies, peer, read.get());
        } catch (IllegalArgumentException malformed) {
            return new Sender(text(peer), Transport.PLAIN);
        }
    }

    private static Sender behind(TrustedProxies proxies, IPAddress peer, List<Hop> hops) {
        IPAddress address = peer;
        Transport transport = Transport.PLAIN;
        for (int i = hops.size() - 1; i >= 0 && proxies.contain(address); i--) {
            Hop hop = hops.get(i);
            transport = hop.transport();
            if (hop.address().isEmpty()) {
                break;
            }
            address = hop.address().get();
        }
        return new Sender(text(address), transport);
    }

    private static Transport direct(IPAddress peer, boolean isEncrypted) {
        if (peer.isLoopback()) {
            return Transport.LOOPBACK;
        }
        return isEncrypted ? Transport.TLS : Transport.PLAIN;
    }

    private static boolean isOfAProxy(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return name.equals(FORWARDED) || name.equals(X_REAL_IP) || name.startsWith(X_FORWARDED);
    }

    private static List<String> lines(Map<String, List<String>> headers, String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream())
                .toList();
    }

    /** {@code fe80::1%eth0} is {@code fe80::1} to a limit. */
    private static String withoutZone(String peer) {
        String text = peer.replace("[", "").replace("]", "");
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    private static String text(IPAddress address) {
        return address.toCanonicalString();
    }
}
