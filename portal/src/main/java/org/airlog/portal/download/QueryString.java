package org.airlog.portal.download;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The part of a URL behind the question mark, as it was sent: still encoded, names may repeat. */
public record QueryString(String raw) {

    /** The first value called {@code name}, decoded; a parameter without {@code =} is empty. */
    public Optional<String> first(String name) {
        return parts().stream()
                .filter(part -> nameOf(part).equals(name))
                .findFirst()
                .map(part -> part.contains("=") ? decoded(part.substring(part.indexOf('=') + 1)) : "");
    }

    /** The same without what is called {@code name}. */
    public QueryString without(String name) {
        return new QueryString(
                parts().stream().filter(part -> !nameOf(part).equals(name)).collect(Collectors.joining("&")));
    }

    /** The same with one parameter more, whose name and value need no encoding. */
    public QueryString with(String name, String value) {
        return new QueryString((raw.isEmpty() ? "" : raw + "&") + name + "=" + value);
    }

    private List<String> parts() {
        return Arrays.stream(raw.split("&", -1)).filter(part -> !part.isEmpty()).toList();
    }

    private static String nameOf(String part) {
        return decoded(part.contains("=") ? part.substring(0, part.indexOf('=')) : part);
    }

    /** What is not encoded as it should be means itself. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
