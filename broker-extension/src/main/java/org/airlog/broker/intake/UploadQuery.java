package org.airlog.broker.intake;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.airlog.observation.Suid;

/** Whose data an upload is. */
final class UploadQuery {

    private static final String PARAMETER = "suid=";

    private UploadQuery() {}

    /**
     * The SUID that {@code suid=} in the query names, else the salt's, else the default one; empty where the query names
     * something else.
     */
    static Optional<Suid> suid(Publish upload, Rules.UploadRules rules) {
        String query = upload.property(Property.QUERY).orElse("");
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith(PARAMETER)) {
                return decode(parameter.substring(PARAMETER.length())).flatMap(Suid::parse);
            }
        }
        return UploadProof.of(upload, rules.salts())
                .salt()
                .flatMap(Rules.Salt::owner)
                .or(() -> Optional.of(rules.defaultSuid()));
    }

    private static Optional<String> decode(String value) {
        try {
            return Optional.of(URLDecoder.decode(value, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notEncoded) {
            return Optional.empty();
        }
    }
}
