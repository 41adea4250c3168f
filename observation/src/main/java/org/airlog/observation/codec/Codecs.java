package org.airlog.observation.codec;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The one list of payload decoders: which content type of which interface is read by which class. */
public final class Codecs {

    private static final Map<String, PayloadDecoder> READINGS =
            Map.of("application/json", ReadingsJson::decode, "application/msgpack", ReadingsMessagePack::decode);

    private static final Map<String, PayloadDecoder> UPLOADS =
            Map.of("application/json", UploadJson::decode, "text/csv", UploadCsv::decode);

    private Codecs() {}

    /** The decoder of OpenSmog readings in {@code contentType}; an empty one means JSON, as devices omit it. */
    public static Optional<PayloadDecoder> readings(String contentType) {
        return Optional.ofNullable(READINGS.get(mediaType(contentType)));
    }

    /** The decoder of co2logserver columns in {@code contentType}; an empty one means JSON. */
    public static Optional<PayloadDecoder> uploads(String contentType) {
        return Optional.ofNullable(UPLOADS.get(mediaType(contentType)));
    }

    /** {@code Application/JSON; charset=utf-8} → {@code application/json}. */
    private static String mediaType(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return type.isBlank() ? "application/json" : type.strip().toLowerCase(Locale.ROOT);
    }
}
