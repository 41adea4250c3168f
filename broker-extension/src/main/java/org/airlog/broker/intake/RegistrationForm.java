package org.airlog.broker.intake;

import static org.airlog.observation.Reason.MALFORMED;
import static org.airlog.observation.Reason.TOO_LARGE;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.airlog.observation.Payload;
import org.airlog.observation.Position;
import org.airlog.observation.Refusal;
import org.airlog.observation.signature.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What a sensor says of itself when it registers: {@code {"manufacturer","model","location":{…},"claim_code"}}, the last two
 * optional.
 *
 * @param manufacturer as text
 * @param model as text
 * @param location where it stands; null where not told
 * @param metadata the members that we do not know, a JSON object as text
 * @param claimCode the proof of a provisioned sensor, kept nowhere; null where not given
 */
public record RegistrationForm(
        String manufacturer, String model, @Nullable Position location, String metadata, @Nullable Secret claimCode) {

    static final String CLAIM_CODE = "claim_code";
    static final int MAX_TEXT = 200;

    private static final int MAX_BYTES = 16 * 1024;
    private static final int MAX_DEPTH = 8;

    /** Metadata is public: a position in it would not be. */
    private static final List<String> POSITION_NAMES =
            List.of("latitude", "longitude", "lat", "lon", "lng", "position", "coordinates");

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    /**
     * Reads a registration.
     *
     * @throws Refusal {@code malformed} or {@code too-large}; no other exception for any input
     */
    public static RegistrationForm parse(Payload payload) throws Refusal {
        if (payload.length() > MAX_BYTES) {
            throw new Refusal(TOO_LARGE, "a registration has at most " + MAX_BYTES + " bytes");
        }
        var metadata = new StringWriter();
        try (JsonParser parser = JSON.createParser(payload.bytes());
                JsonGenerator rest = JSON.createGenerator(metadata)) {
            var form = new Reader(parser, rest).read();
            rest.flush();
            return new RegistrationForm(
                    form.text("manufacturer"), form.text("model"), form.location, metadata + "", form.claimCode());
        } catch (IOException notJson) {
            throw new Refusal(MALFORMED, "a registration is one JSON object");
        }
    }

    /** One pass over one registration. */
    private static final class Reader {

        private final JsonParser parser;
        private final JsonGenerator rest;
        private final Map<String, String> texts = new HashMap<>();
        private @Nullable Position location;

        Reader(JsonParser parser, JsonGenerator rest) {
            this.parser = parser;
            this.rest = rest;
        }

        Reader read() throws IOException, Refusal {
            expect(parser.nextToken() == JsonToken.START_OBJECT, "a registration is one JSON object");
            rest.writeStartObject();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "manufacturer", "model", CLAIM_CODE -> texts.put(name, readText(name));
                    case "location" -> location = readLocation();
                    default -> copy(name);
                }
            }
            rest.writeEndObject();
            expect(parser.nextToken() == null, "something follows the JSON object");
            return this;
        }

        String text(String name) throws Refusal {
            String text = texts.get(name);
            if (text == null) {
                throw new Refusal(MALFORMED, name + " is missing");
            }
            return text;
        }

        @Nullable
        Secret claimCode() throws Refusal {
            String code = texts.get(CLAIM_CODE);
            expect(code == null || !code.isEmpty(), CLAIM_CODE + " is empty");
            return code == null ? null : Secret.ofText(code);
        }

        private String readText(String name) throws IOException, Refusal {
            expect(parser.currentToken() == JsonToken.VALUE_STRING, name + " must be text");
            String text = parser.getText();
            expect(text.length() <= MAX_TEXT, name + " has at most " + MAX_TEXT + " characters");
            return clean(text);
        }

        private @Nullable Position readLocation() throws IOException, Refusal {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return null;
            }
            expect(parser.currentToken() == JsonToken.START_OBJECT, "location must be an object");
            var degrees = new HashMap<String, Double>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                boolean isKnown = Set.of("latitude", "longitude", "elevation").contains(name);
                expect(isKnown, "location has latitude, longitude and elevation only");
                if (parser.nextToken() != JsonToken.VALUE_NULL) {
                    expect(parser.currentToken().isNumeric(), "location." + name + " must be a number");
                    degrees.put(name, parser.getDoubleValue());
                }
            }
            Double latitude = degrees.get("latitude");
            Double longitude = degrees.get("longitude");
            if (latitude == null || longitude == null) {
                throw new Refusal(MALFORMED, "location needs latitude and longitude");
            }
            try {
                return new Position(latitude, longitude, degrees.get("elevation"));
            } catch (IllegalArgumentException outOfRange) {
                throw new Refusal(MALFORMED, "location: " + outOfRange.getMessage());
            }
        }

        /** Copies a member that we do not know, whatever it holds but a position. */
        private void copy(String name) throws IOException, Refusal {
            copyName(name);
            int depth = 0;
            do {
                JsonToken token = parser.currentToken();
                switch (token) {
                    case FIELD_NAME -> copyName(parser.currentName());
                    case VALUE_STRING -> rest.writeString(clean(parser.getText()));
                    default -> rest.copyCurrentEvent(parser);
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            } while (depth > 0 && parser.nextToken() != null);
        }

        /** Judged as it is written: NUL in a name must not hide a position. */
        private void copyName(String written) throws IOException, Refusal {
            String name = clean(written);
            expect(POSITION_NAMES.stream().noneMatch(name::equalsIgnoreCase), "a position belongs into location");
            boolean isCode = name.replace("_", "").replace("-", "").equalsIgnoreCase("claimcode");
            expect(!isCode, "a claim code belongs into " + CLAIM_CODE);
            rest.writeFieldName(name);
        }

        /** PostgreSQL keeps no NUL in text, and half a surrogate pair cannot be written as UTF-8. */
        private static String clean(String text) throws Refusal {
            boolean isWritable = text.codePoints()
                    .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
            expect(isWritable, "a text holds half a surrogate pair");
            return text.replace("\0", "");
        }

        private static void expect(boolean isSo, String otherwise) throws Refusal {
            if (!isSo) {
                throw new Refusal(MALFORMED, otherwise);
            }
        }
    }
}
