package org.airlog.observation.codec;

import java.util.Map;
import java.util.TreeSet;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;

/**
 * The one list of payload decoders: which content type of which interface is read by which class.
 *
 * <p>No content type means JSON, as devices omit it. Parameters change nothing but for {@code charset}, see {@link
 * ContentType}.
 */
public final class Codecs {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";
    private static final String MESSAGE_PACK = "application/msgpack";

    private static final Map<String, String> ALIASES = Map.of("application/x-msgpack", MESSAGE_PACK);
    private static final Map<String, PayloadDecoder> READINGS =
            Map.of(JSON, ReadingsJson::decode, MESSAGE_PACK, ReadingsMessagePack::decode);
    private static final Map<String, PayloadDecoder> UPLOADS = Map.of(
            JSON,
            UploadJson::decode,
            "text/csv",
            UploadCsv::decode,
            FORM,
            UploadForm::decode,
            MESSAGE_PACK,
            UploadMessagePack::decode);

    private Codecs() {}

    /** The decoder of OpenSmog readings in {@code contentType}. */
    public static PayloadDecoder readings(String contentType) {
        return decoder(READINGS, contentType);
    }

    /** The decoder of co2logserver columns in {@code contentType}. */
    public static PayloadDecoder uploads(String contentType) {
        return decoder(UPLOADS, contentType);
    }

    /** For a type that nobody decodes: a decoder that refuses every payload and names the types that are decoded. */
    private static PayloadDecoder decoder(Map<String, PayloadDecoder> decoders, String contentType) {
        ContentType type = ContentType.parse(contentType);
        String mediaType = type.mediaType().isEmpty() ? JSON : type.mediaType();
        PayloadDecoder decoder = decoders.get(ALIASES.getOrDefault(mediaType, mediaType));
        if (decoder == null) {
            String known = String.join(" or ", new TreeSet<>(decoders.keySet()));
            return (payload, limits) -> {
                throw new Refusal(Reason.CONTENT_TYPE_UNSUPPORTED, "the content type must be " + known);
            };
        }
        return (payload, limits) -> {
            type.checkCharset(payload);
            return decoder.decode(payload, limits);
        };
    }
}
