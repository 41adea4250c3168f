package org.airlog.observation.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.CharBuffer;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * JSON (RFC 8259) as a {@link PayloadReader}: UTF-8 without a byte order mark, no comments, no NaN, one value and nothing
 * behind it.
 */
final class JsonPayload implements PayloadReader, AutoCloseable {

    /** Longest number in characters: a double has 17 significant digits, what is far longer is an attack. */
    static final int MAX_NUMBER_LENGTH = 100;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .build())
            // Names are a stranger's: neither interned nor kept in a table that he could fill.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final JsonParser parser;
    private final int maxDepth;
    private int depth;
    private @Nullable JsonToken token;

    private JsonPayload(JsonParser parser, int maxDepth) {
        this.parser = parser;
        this.maxDepth = maxDepth;
    }

    /** Opens {@code payload}; {@code isStrict} refuses a name that comes twice in one object. */
    static JsonPayload open(Payload payload, PayloadLimits limits, boolean isStrict) throws Refusal {
        limits.checkLength(payload);
        CharBuffer text = Utf8.decode(payload.bytes(), "the payload");
        try {
            JsonParser parser = FACTORY.createParser(text.array(), text.arrayOffset(), text.remaining());
            parser.configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature(), isStrict);
            var json = new JsonPayload(parser, limits.maxDepth());
            json.advance();
            return json;
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    @Override
    public Kind next() throws Refusal {
        if (token == null) {
            throw new Refusal(Reason.MALFORMED, "the payload is empty");
        }
        return switch (token) {
            case START_ARRAY -> Kind.ARRAY;
            case START_OBJECT -> Kind.MAP;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Kind.NUMBER;
            case VALUE_STRING -> Kind.TEXT;
            case VALUE_TRUE, VALUE_FALSE -> Kind.BOOLEAN;
            case VALUE_NULL -> Kind.NULL;
            default -> throw new IllegalStateException("no value comes next, but " + token);
        };
    }

    @Override
    public void openArray(Object what) throws Refusal {
        expect(Kind.ARRAY, what, "an array");
        descend();
        advance();
    }

    @Override
    public boolean hasElement() throws Refusal {
        return !closes(JsonToken.END_ARRAY);
    }

    @Override
    public void openMap(Object what) throws Refusal {
        expect(Kind.MAP, what, "an object");
        descend();
        advance();
    }

    @Override
    public @Nullable String nextName() throws Refusal {
        if (closes(JsonToken.END_OBJECT)) {
            return null;
        }
        try {
            String name = parser.currentName();
            advance();
            return name;
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    @Override
    public double number(Object what) throws Refusal {
        expect(Kind.NUMBER, what, "a number");
        try {
            double value = parser.getDoubleValue();
            if (!Double.isFinite(value)) {
                throw new Refusal(Reason.MALFORMED, what + " is not a finite number");
            }
            advance();
            return value;
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    @Override
    public String text(Object what) throws Refusal {
        expect(Kind.TEXT, what, "text");
        try {
            String value = parser.getText();
            advance();
            return value;
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    @Override
    public boolean truth(Object what) throws Refusal {
        expect(Kind.BOOLEAN, what, "true or false");
        boolean value = token == JsonToken.VALUE_TRUE;
        advance();
        return value;
    }

    @Override
    public void skip() throws Refusal {
        int outside = depth;
        do {
            if (token == JsonToken.START_ARRAY || token == JsonToken.START_OBJECT) {
                descend();
            } else if (token == JsonToken.END_ARRAY || token == JsonToken.END_OBJECT) {
                depth--;
            }
            advance();
        } while (depth > outside);
    }

    @Override
    public void end() throws Refusal {
        if (token != null) {
            throw new Refusal(Reason.MALFORMED, "something follows the JSON value");
        }
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new IllegalStateException("text in memory failed to close", e);
        }
    }

    private boolean closes(JsonToken end) throws Refusal {
        if (token != end) {
            return false;
        }
        depth--;
        advance();
        return true;
    }

    private void descend() throws Refusal {
        if (++depth > maxDepth) {
            throw PayloadReader.tooDeep(maxDepth);
        }
    }

    private void expect(Kind kind, Object what, String expected) throws Refusal {
        if (next() != kind) {
            throw new Refusal(Reason.MALFORMED, what + " must be " + expected);
        }
    }

    private void advance() throws Refusal {
        try {
            token = parser.nextToken();
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    /** Jackson's own text is left out: it quotes the payload, and with it perhaps a position. */
    private static Refusal notJson(IOException e) {
        return new Refusal(
                Reason.MALFORMED,
                e instanceof StreamConstraintsException
                        ? "a number or a name is too long"
                        : "not JSON, or a name comes twice in one object");
    }
}
