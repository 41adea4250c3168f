package org.airlog.broker.intake;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.airlog.observation.Suid;

/** Whose data an upload is: {@code suid=} in the query of its URL, which rides in a user property. */
final class UploadQuery {

    private static final String PARAMETER = "suid=";

    private UploadQuery() {}

    /** The SUID that the query names, else the default one; empty where it names something else. */
    static Optional<Suid> suid(Publish publish, Rules.UploadRules rules) {
        String query = publish.property(Property.QUERY).orElse("");
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith(PARAMETER)) {
                return decode(parameter.substring(PARAMETER.length())).flatMap(Suid::parse);
            }
        }
        return Optional.of(rules.defaultSuid());
    }

    private static Optional<String> decode(String value) {
        try {
            return Optional.of(URLDecoder.decode(value, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notEncoded) {
            return Optional.empty();
        }
    }
}
