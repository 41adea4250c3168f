package org.airlog.portal.client;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parameters of a form; one without a value counts as left out (RFC 6749, section 3.2). */
final class TokenForm {

    private final List<Map.Entry<String, String>> parameters = new ArrayList<>();

    TokenForm(String body) {
        for (String part : body.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0 && equals + 1 < part.length()) {
                parameters.add(Map.entry(decoded(part.substring(0, equals)), decoded(part.substring(equals + 1))));
            }
        }
    }

    boolean isRepetitive() {
        var names = new HashSet<String>();
        return !parameters.stream().allMatch(parameter -> names.add(parameter.getKey()));
    }

    Optional<String> value(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** What is not encoded as it should be means itself. */
    static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
