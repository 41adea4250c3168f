package org.airlog.proxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header {@code Forwarded} of RFC 7239: {@code for=192.0.2.1;proto=https, for="[2001:db8::1]:4711"}. Each proxy adds
 * an element at the right.
 */
final class Forwarded {

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";

    /** One parameter, or none, and what ends it: possessive, so that the time is linear. */
    private static final Pattern PARAMETER = Pattern.compile(
            "[ \\t]*+(?:(" + TOKEN + ")=(?:(" + TOKEN + ")|\"((?:[^\"\\\\]|\\\\.)*+)\"))?+[ \\t]*+(;|,|$)");

    private Forwarded() {}

    /** What each proxy says, the nearest last; throws {@link IllegalArgumentException} where a part breaks the grammar. */
    static List<Hop> hops(List<String> lines) {
        String value = String.join(",", lines);
        var hops = new ArrayList<Hop>();
        var element = new HashMap<String, String>();
        var parameter = PARAMETER.matcher(value);
        int at = 0;
        boolean isAtEnd = false;
        while (!isAtEnd) {
            if (!parameter.region(at, value.length()).lookingAt()) {
                throw new IllegalArgumentException("no list of parameters");
            }
            take(parameter, element);
            if (!parameter.group(4).equals(";")) {
                addTo(hops, element);
                element.clear();
            }
            at = parameter.end();
            isAtEnd = parameter.group(4).isEmpty();
        }
        return hops;
    }

    private static void take(Matcher parameter, Map<String, String> element) {
        String name = parameter.group(1);
        if (name == null) {
            return;
        }
        String token = parameter.group(2);
        String value = token != null ? token : parameter.group(3).replaceAll("\\\\(.)", "$1");
        if (value.isEmpty() || element.put(name.toLowerCase(Locale.ROOT), value) != null) {
            throw new IllegalArgumentException("a parameter is empty or there twice");
        }
    }

    /** An empty element says nothing at all, as lists in HTTP have it. */
    private static void addTo(List<Hop> hops, Map<String, String> element) {
        if (!element.isEmpty()) {
            hops.add(Hop.of(element.getOrDefault("for", ""), element.getOrDefault("proto", "")));
        }
    }
}
