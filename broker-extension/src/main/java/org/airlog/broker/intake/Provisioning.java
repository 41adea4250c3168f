package org.airlog.broker.intake;

import static org.airlog.observation.Reason.MALFORMED;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.HashMap;
import org.airlog.observation.Payload;
import org.airlog.observation.Refusal;
import org.airlog.observation.signature.Secret;

/**
 * What an operator says of a sensor that is yet to come: {@code {"claim_code","manufacturer","model"}}, the last two
 * optional.
 *
 * @param claimCode with which the sensor will register; 8 to 200 characters
 * @param manufacturer as text, at most 200 characters; empty where not told
 * @param model likewise
 */
public record Provisioning(Secret claimCode, String manufacturer, String model) {

    /** Shorter ones are guessed. */
    static final int MIN_CLAIM_CODE = 8;

    private static final int MAX_BYTES = 4 * 1024;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * Reads one.
     *
     * @throws Refusal {@code malformed}; no other exception for any input
     */
    public static Provisioning parse(Payload payload) throws Refusal {
        expect(payload.length() <= MAX_BYTES, "at most " + MAX_BYTES + " bytes");
        var texts = new HashMap<String, String>();
        try (JsonParser parser = JSON.createParser(payload.bytes())) {
            expect(parser.nextToken() == JsonToken.START_OBJECT, "not a JSON object");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                expect(parser.nextToken() == JsonToken.VALUE_STRING, "every member must be text");
                expect(parser.getText().length() <= RegistrationForm.MAX_TEXT, name + " is too long");
                // PostgreSQL keeps no NUL in text.
                texts.put(name, parser.getText().replace("\0", ""));
            }
            expect(parser.nextToken() == null, "something follows the JSON object");
        } catch (IOException notJson) {
            throw new Refusal(MALFORMED, "not a JSON object");
        }
        String claimCode = texts.getOrDefault(RegistrationForm.CLAIM_CODE, "");
        expect(
                claimCode.length() >= MIN_CLAIM_CODE,
                RegistrationForm.CLAIM_CODE + " must have at least " + MIN_CLAIM_CODE + " characters");
        return new Provisioning(
                Secret.ofText(claimCode), texts.getOrDefault("manufacturer", ""), texts.getOrDefault("model", ""));
    }

    private static void expect(boolean isSo, String otherwise) throws Refusal {
        if (!isSo) {
            throw new Refusal(MALFORMED, "a provisioning: " + otherwise);
        }
    }
}
