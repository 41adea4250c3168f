package org.airlog.observation.codec;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.airlog.observation.Payload;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/** How the tests of this package call decoders. */
final class Decoding {

    static final PayloadLimits LIMITS = PayloadLimits.DEFAULTS;

    private Decoding() {}

    static List<ReportedObservation> decode(PayloadDecoder decoder, String payload) throws Refusal {
        return decoder.decode(Payload.ofText(payload), LIMITS);
    }

    /** The refusal of {@code payload}; fails where it is accepted. */
    static Refusal refusal(PayloadDecoder decoder, Payload payload, PayloadLimits limits) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> decoder.decode(payload, limits));
        if (refusal == null) {
            throw new AssertionError("not refused");
        }
        return refusal;
    }

    static Refusal refusal(PayloadDecoder decoder, String payload) {
        return refusal(decoder, Payload.ofText(payload), LIMITS);
    }

    /** {@code json} said in MessagePack. */
    static Payload messagePack(String json) {
        try (var packer = MessagePack.newDefaultBufferPacker()) {
            pack(packer, new ObjectMapper().readTree(json));
            return Payload.of(packer.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }

    private static void pack(MessageBufferPacker packer, JsonNode node) throws IOException {
        switch (node.getNodeType()) {
            case ARRAY -> {
                packer.packArrayHeader(node.size());
                for (JsonNode element : node) {
                    pack(packer, element);
                }
            }
            case OBJECT -> {
                packer.packMapHeader(node.size());
                for (Map.Entry<String, JsonNode> member : node.properties()) {
                    packer.packString(member.getKey());
                    pack(packer, member.getValue());
                }
            }
            case NUMBER -> {
                if (node.isIntegralNumber()) {
                    packer.packLong(node.longValue());
                } else {
                    packer.packDouble(node.doubleValue());
                }
            }
            case STRING -> packer.packString(node.textValue());
            case BOOLEAN -> packer.packBoolean(node.booleanValue());
            case NULL -> packer.packNil();
            default -> throw new IllegalArgumentException(node.toString());
        }
    }
}
