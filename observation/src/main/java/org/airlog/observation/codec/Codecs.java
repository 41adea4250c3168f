package org.airlog.observation.codec;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;

/** The one list of payload decoders: which content type of which interface or dialect is read by which class. */
public final class Codecs {

    private static final String JSON = "application/json";

    private static final Map<String, PayloadDecoder> READINGS =
            Map.of(JSON, ReadingsJson::decode, "application/msgpack", ReadingsMessagePack::decode);

    private static final Map<String, PayloadDecoder> UPLOADS =
            Map.of(JSON, UploadJson::decode, "text/csv", UploadCsv::decode);

    private static final Map<String, DeviceDecoder> AIR_ROHR = Map.of(JSON, AirRohrJson::decode);

    private static final Map<String, PayloadDecoder> AIR_GRADIENT = Map.of(JSON, AirGradientJson::decode);

    private static final Map<String, PayloadDecoder> TASMOTA = Map.of(JSON, TasmotaJson::decode);

    private Codecs() {}

    /** The decoder of OpenSmog readings in {@code contentType}; an empty one means JSON, as devices omit it. */
    public static PayloadDecoder readings(String contentType) {
        return decoder(READINGS, contentType);
    }

    /** The decoder of co2logserver columns in {@code contentType}; an empty one means JSON. */
    public static PayloadDecoder uploads(String contentType) {
        return decoder(UPLOADS, contentType);
    }

    /** The decoder of airRohr and sensor.community in {@code contentType}; an empty one means JSON. */
    public static DeviceDecoder airRohr(String contentType) {
        return AIR_ROHR.getOrDefault(mediaType(contentType), (payload, limits) -> {
            throw unsupported(AIR_ROHR.keySet());
        });
    }

    /**
     * The decoder of openSenseMap measurements in {@code contentType}; an empty one means JSON.
     *
     * @param readingBySensor what each sensor of the box measures, by its id in lower case
     */
    public static PayloadDecoder openSenseMap(String contentType, Map<String, String> readingBySensor) {
        return decoder(
                Map.of(
                        JSON,
                        (payload, limits) -> OpenSenseMapJson.decode(payload, limits, readingBySensor),
                        "text/csv",
                        (payload, limits) -> OpenSenseMapCsv.decode(payload, limits, readingBySensor)),
                contentType);
    }

    /** The decoder of AirGradient measurements in {@code contentType}; an empty one means JSON. */
    public static PayloadDecoder airGradient(String contentType) {
        return decoder(AIR_GRADIENT, contentType);
    }

    /** The decoder of Tasmota telemetry in {@code contentType}; an empty one means JSON. */
    public static PayloadDecoder tasmota(String contentType) {
        return decoder(TASMOTA, contentType);
    }

    /** For a type that nobody decodes: a decoder that refuses every payload and names the types that are decoded. */
    private static PayloadDecoder decoder(Map<String, PayloadDecoder> decoders, String contentType) {
        return decoders.getOrDefault(mediaType(contentType), (payload, limits) -> {
            throw unsupported(decoders.keySet());
        });
    }

    private static Refusal unsupported(Set<String> supported) {
        return new Refusal(
                Reason.CONTENT_TYPE_UNSUPPORTED,
                "the content type must be " + String.join(" or ", new TreeSet<>(supported)));
    }

    /** {@code Application/JSON; charset=utf-8} → {@code application/json}. */
    private static String mediaType(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return type.isBlank() ? JSON : type.strip().toLowerCase(Locale.ROOT);
    }
}
