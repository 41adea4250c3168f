package org.airlog.observation.codec;

import org.airlog.observation.Payload;
import org.airlog.observation.Refusal;
import org.jspecify.annotations.Nullable;

/** MessagePack as a {@link PayloadReader}. Names and text are UTF-8 strings; binary never stands for text. */
final class MessagePackPayload implements PayloadReader {

    private final MessagePackReader reader;
    private final int maxTextBytes;
    /** For each open array or map: how many elements or entries have not been read. */
    private final int[] left;

    private int depth;

    /** Opens {@code payload}. */
    MessagePackPayload(Payload payload, PayloadLimits limits) throws Refusal {
        limits.checkLength(payload);
        this.reader = new MessagePackReader(payload.bytes());
        this.maxTextBytes = limits.maxPayloadBytes();
        this.left = new int[limits.maxDepth()];
    }

    @Override
    public Kind next() throws Refusal {
        return switch (reader.next()) {
            case ARRAY -> Kind.ARRAY;
            case MAP -> Kind.MAP;
            case INTEGER, FLOAT -> Kind.NUMBER;
            case STRING -> Kind.TEXT;
            case BOOLEAN -> Kind.BOOLEAN;
            case NIL -> Kind.NULL;
            case BINARY, EXTENSION -> Kind.OTHER;
        };
    }

    @Override
    public void openArray(Object what) throws Refusal {
        descend(reader.array(what));
    }

    @Override
    public boolean hasElement() {
        if (left[depth - 1] == 0) {
            depth--;
            return false;
        }
        left[depth - 1]--;
        return true;
    }

    @Override
    public void openMap(Object what) throws Refusal {
        descend(reader.map(what));
    }

    @Override
    public @Nullable String nextName() throws Refusal {
        return hasElement() ? reader.text(maxTextBytes, "a name") : null;
    }

    @Override
    public double number(Object what) throws Refusal {
        return reader.number(what);
    }

    @Override
    public String text(Object what) throws Refusal {
        return reader.text(maxTextBytes, what);
    }

    @Override
    public boolean truth(Object what) throws Refusal {
        return reader.truth(what);
    }

    @Override
    public void skip() throws Refusal {
        int outside = depth;
        skipOne();
        while (depth > outside) {
            if (hasElement()) {
                skipOne();
            }
        }
    }

    @Override
    public void end() throws Refusal {
        reader.end("the payload");
    }

    private void skipOne() throws Refusal {
        switch (reader.next()) {
            case ARRAY -> descend(reader.array("an array"));
            // Names and values alike: whatever is skipped may have names of any type.
            case MAP -> descend(2 * reader.map("a map"));
            default -> reader.skip();
        }
    }

    private void descend(int elements) throws Refusal {
        if (depth == left.length) {
            throw PayloadReader.tooDeep(left.length);
        }
        left[depth++] = elements;
    }
}
