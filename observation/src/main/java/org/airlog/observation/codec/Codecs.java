package org.airlog.observation.codec;

import java.util.Map;
import java.util.TreeSet;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;

/**
 * The one list of payload decoders: which content type of which interface or dialect is read by which class.
 *
 * <p>No content type means JSON, as devices omit it. Parameters change nothing but for {@code charset}, see {@link
 * ContentType}.
 */
public final class Codecs {

    private static final String CSV = "text/csv";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";
    private static final String MESSAGE_PACK = "application/msgpack";

    private static final Map<String, String> ALIASES = Map.of("application/x-msgpack", MESSAGE_PACK);

    private static final Map<String, PayloadDecoder> READINGS =
            Map.of(JSON, ReadingsJson::decode, MESSAGE_PACK, ReadingsMessagePack::decode);
    private static final Map<String, PayloadDecoder> UPLOADS = Map.of(
            JSON,
            UploadJson::decode,
            CSV,
            UploadCsv::decode,
            FORM,
            UploadForm::decode,
            MESSAGE_PACK,
            UploadMessagePack::decode);
    private static final Map<String, DeviceDecoder> AIR_ROHR = Map.of(JSON, AirRohrJson::decode);
    private static final Map<String, PayloadDecoder> AIR_GRADIENT = Map.of(JSON, AirGradientJson::decode);
    private static final Map<String, PayloadDecoder> TASMOTA = Map.of(JSON, TasmotaJson::decode);

    private Codecs() {}

    /** The decoder of OpenSmog readings in {@code contentType}. */
    public static PayloadDecoder readings(String contentType) {
        return decoder(READINGS, contentType);
    }

    /** The decoder of co2logserver columns in {@code contentType}. */
    public static PayloadDecoder uploads(String contentType) {
        return decoder(UPLOADS, contentType);
    }

    /** The decoder of airRohr and sensor.community in {@code contentType}. */
    public static DeviceDecoder airRohr(String contentType) {
        ContentType type = ContentType.parse(contentType);
        return (payload, limits) -> find(AIR_ROHR, type, payload).decode(payload, limits);
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
                        CSV,
                        (payload, limits) -> OpenSenseMapCsv.decode(payload, limits, readingBySensor)),
                contentType);
    }

    /** The decoder of AirGradient measurements in {@code contentType}. */
    public static PayloadDecoder airGradient(String contentType) {
        return decoder(AIR_GRADIENT, contentType);
    }

    /** The decoder of Tasmota telemetry in {@code contentType}. */
    public static PayloadDecoder tasmota(String contentType) {
        return decoder(TASMOTA, contentType);
    }

    /** For a type that nobody decodes: a decoder that refuses every payload and names the types that are decoded. */
    private static PayloadDecoder decoder(Map<String, PayloadDecoder> decoders, String contentType) {
        ContentType type = ContentType.parse(contentType);
        return (payload, limits) -> find(decoders, type, payload).decode(payload, limits);
    }

    private static <D> D find(Map<String, D> decoders, ContentType type, Payload payload) throws Refusal {
        String mediaType = type.mediaType().isEmpty() ? JSON : type.mediaType();
        D decoder = decoders.get(ALIASES.getOrDefault(mediaType, mediaType));
        if (decoder == null) {
            String known = String.join(" or ", new TreeSet<>(decoders.keySet()));
            throw new Refusal(Reason.CONTENT_TYPE_UNSUPPORTED, "the content type must be " + known);
        }
        type.checkCharset(payload);
        return decoder;
    }
}
