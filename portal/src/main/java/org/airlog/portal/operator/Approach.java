package org.airlog.portal.operator;

import inet.ipaddr.IPAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From where a request comes, and whether anybody could have read along.
 *
 * <p>What a proxy says counts where it is trusted: by {@code X-Forwarded-Proto}, of which every word has to be {@code https},
 * and by nothing that contradicts it. Others who speak for somebody else are not believed to be on this machine either.
 *
 * @param address of who sent it, to count by; behind a trusted proxy the one that it has added to {@code X-Forwarded-For}
 * @param way how
 */
public record Approach(String address, Way way) {

    private static final String FORWARDED = "forwarded";
    private static final String FORWARDED_FOR = "x-forwarded-for";
    private static final String FORWARDED_PROTO = "x-forwarded-proto";
    private static final int LONGEST_ADDRESS = 64;

    /** How a request comes. */
    public enum Way {
        /** By TLS, here or at a trusted proxy. */
        ENCRYPTED,
        /** From a program of this machine, for itself. */
        WITHIN_THIS_MACHINE,
        /** Where others may read along. */
        CLEAR
    }

    /** Whether a header, in lower case, is a proxy's. */
    public static boolean isOfAProxy(String header) {
        return header.equals(FORWARDED) || header.equals("x-real-ip") || header.startsWith("x-forwarded-");
    }

    /**
     * How a request comes.
     *
     * @param peer address of the other end of the connection
     * @param isEncrypted whether that connection is
     * @param proxyHeaders lines of headers for which {@link #isOfAProxy} holds, by their names in lower case
     */
    public static Approach of(
            TrustedProxies proxies, String peer, boolean isEncrypted, Map<String, List<String>> proxyHeaders) {
        String plain = withoutZone(peer);
        Optional<IPAddress> nearest = TrustedProxies.address(plain);
        if (nearest.isEmpty()) {
            return new Approach(plain, Way.CLEAR);
        }
        if (proxies.contain(nearest.get())) {
            boolean isPrivate = !proxyHeaders.containsKey(FORWARDED) && isHttpsThroughout(proxyHeaders);
            return new Approach(client(proxyHeaders).orElse(plain), isPrivate ? Way.ENCRYPTED : Way.CLEAR);
        }
        if (!proxyHeaders.isEmpty()) {
            return new Approach(plain, Way.CLEAR);
        }
        if (isEncrypted) {
            return new Approach(plain, Way.ENCRYPTED);
        }
        return new Approach(plain, nearest.get().isLoopback() ? Way.WITHIN_THIS_MACHINE : Way.CLEAR);
    }

    private static boolean isHttpsThroughout(Map<String, List<String>> headers) {
        List<String> words = words(headers, FORWARDED_PROTO);
        return !words.isEmpty() && words.stream().allMatch("https"::equalsIgnoreCase);
    }

    private static Optional<String> client(Map<String, List<String>> headers) {
        List<String> words = words(headers, FORWARDED_FOR);
        return words.isEmpty()
                ? Optional.empty()
                : Optional.of(words.get(words.size() - 1))
                        .filter(word -> !word.isEmpty() && word.length() <= LONGEST_ADDRESS);
    }

    private static List<String> words(Map<String, List<String>> headers, String name) {
        return headers.getOrDefault(name, List.of()).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .toList();
    }

    private static String withoutZone(String peer) {
        String text = peer.replace("[", "").replace("]", "");
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
