package org.airlog.observation.codec;

import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;

/** The one list of payload decoders: which content type of which interface is read by which class. */
public final class Codecs {

    private static final Map<String, PayloadDecoder> READINGS =
            Map.of("application/json", ReadingsJson::decode, "application/msgpack", ReadingsMessagePack::decode);

    private static final Map<String, PayloadDecoder> UPLOADS =
            Map.of("application/json", UploadJson::decode, "text/csv", UploadCsv::decode);

    private Codecs() {}

    /** The decoder of OpenSmog readings in {@code contentType}; an empty one means JSON, as devices omit it. */
    public static PayloadDecoder readings(String contentType) {
        return decoder(READINGS, contentType);
    }

    /** The decoder of co2logserver columns in {@code contentType}; an empty one means JSON. */
    public static PayloadDecoder uploads(String contentType) {
        return decoder(UPLOADS, contentType);
    }

    /** For a type that nobody decodes: a decoder that refuses every payload and names the types that are decoded. */
    private static PayloadDecoder decoder(Map<String, PayloadDecoder> decoders, String contentType) {
        return decoders.getOrDefault(mediaType(contentType), (payload, limits) -> {
            throw new Refusal(
                    Reason.CONTENT_TYPE_UNSUPPORTED,
                    "the content type must be " + String.join(" or ", new TreeSet<>(decoders.keySet())));
        });
    }

    /** {@code Application/JSON; charset=utf-8} → {@code application/json}. */
    private static String mediaType(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return type.isBlank() ? "application/json" : type.strip().toLowerCase(Locale.ROOT);
    }
}
