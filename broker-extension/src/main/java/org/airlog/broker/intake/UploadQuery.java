package org.airlog.broker.intake;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.airlog.observation.Suid;

/** Whose data an upload is, as {@code suid=} in its query says. */
sealed interface UploadQuery {

    /** Nobody's that it names: the salt's owner's, else the default SUID's. */
    record Unnamed() implements UploadQuery {}

    /** {@code suid}'s. */
    record Named(Suid suid) implements UploadQuery {}

    /** It names something that is no SUID. */
    record Malformed() implements UploadQuery {}

    /** The query of {@code upload}. */
    static UploadQuery of(Publish upload) {
        String parameter = "suid=";
        String query = upload.property(Property.QUERY).orElse("");
        for (String each : query.split("&", -1)) {
            if (each.startsWith(parameter)) {
                return decode(each.substring(parameter.length()))
                        .flatMap(Suid::parse)
                        .<UploadQuery>map(Named::new)
                        .orElseGet(Malformed::new);
            }
        }
        return new Unnamed();
    }

    private static Optional<String> decode(String value) {
        try {
            return Optional.of(URLDecoder.decode(value, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notEncoded) {
            return Optional.empty();
        }
    }
}
