package org.airlog.gateway.documented;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.value.Value;

/** MessagePack as the JSON that {@code asyncapi.yaml} writes it in: binary as hex digits. */
public final class MessagePackJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private MessagePackJson() {}

    /** The one value in {@code bytes}. */
    public static JsonNode of(byte[] bytes) {
        try (var unpacker = MessagePack.newDefaultUnpacker(bytes)) {
            return of(unpacker.unpackValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In lower case. */
    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static JsonNode of(Value value) {
        return switch (value.getValueType()) {
            case NIL -> JSON.nullNode();
            case BOOLEAN -> JSON.booleanNode(value.asBooleanValue().getBoolean());
            case INTEGER -> number(value.asIntegerValue().asLong());
            case FLOAT -> JSON.numberNode(value.asFloatValue().toDouble());
            case STRING -> JSON.textNode(value.asStringValue().asString());
            case BINARY -> JSON.textNode(hex(value.asBinaryValue().asByteArray()));
            case ARRAY -> {
                ArrayNode array = JSON.arrayNode();
                value.asArrayValue().forEach(each -> array.add(of(each)));
                yield array;
            }
            case MAP -> {
                var object = JSON.objectNode();
                value.asMapValue()
                        .map()
                        .forEach((name, each) -> object.set(name.asStringValue().asString(), of(each)));
                yield object;
            }
            case EXTENSION -> throw new IllegalArgumentException("Airlog writes no extension types");
        };
    }

    /** As Jackson reads it. */
    private static JsonNode number(long value) {
        return value == (int) value ? JSON.numberNode((int) value) : JSON.numberNode(value);
    }
}
