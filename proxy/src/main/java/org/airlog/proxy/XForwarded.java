package org.airlog.proxy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The headers {@code X-Forwarded-For} and {@code X-Forwarded-Proto}, which no standard describes. The first is a list to
 * which each proxy adds; the second is a list beside it, or the one word of the nearest proxy.
 */
final class XForwarded {

    private XForwarded() {}

    /** What each proxy says, the nearest last; throws {@link IllegalArgumentException} where that cannot be told. */
    static List<Hop> hops(List<String> forLines, List<String> protoLines) {
        List<String> nodes = list(forLines);
        List<String> protocols = list(protoLines);
        if (nodes.isEmpty() || nodes.contains("") || protocols.contains("")) {
            throw new IllegalArgumentException("an address or a protocol is missing");
        }
        if (protocols.size() > 1 && protocols.size() != nodes.size()) {
            throw new IllegalArgumentException("which protocol belongs to which address?");
        }
        return IntStream.range(0, nodes.size())
                .mapToObj(i -> Hop.of(inBrackets(nodes.get(i)), protocol(protocols, i)))
                .toList();
    }

    private static String protocol(List<String> protocols, int i) {
        return switch (protocols.size()) {
            case 0 -> "";
            case 1 -> protocols.get(0);
            default -> protocols.get(i);
        };
    }

    /** Here an IPv6 address mostly stands alone; then it has no port. */
    private static String inBrackets(String node) {
        boolean isBareIpv6 = !node.startsWith("[") && node.indexOf(':') != node.lastIndexOf(':');
        return isBareIpv6 ? "[" + node + "]" : node;
    }

    private static List<String> list(List<String> lines) {
        return lines.stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .toList();
    }
}
