package org.airlog.portal.operator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A name and a password as they were typed: {@code {"user":…,"password":…}}. {@code toString} keeps the password to itself. */
public record Login(String user, String password) {

    /** Most of one in JSON. */
    public static final int MOST_BYTES = 1_024;

    private static final JsonFactory FACTORY = new JsonFactory();

    /** Reads {@code json}; empty where it is no login. */
    public static Optional<Login> parse(String json) {
        @Nullable String user = null;
        @Nullable String password = null;
        try (var parser = FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String member = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_STRING) {
                    switch (member) {
                        case "user" -> user = parser.getText();
                        case "password" -> password = parser.getText();
                        default -> {
                            // Says nothing to us.
                        }
                    }
                }
                parser.skipChildren();
            }
        } catch (IOException notJson) {
            return Optional.empty();
        }
        return user == null || password == null ? Optional.empty() : Optional.of(new Login(user, password));
    }

    @Override
    public String toString() {
        return "Login[redacted]";
    }
}
