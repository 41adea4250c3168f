package org.airlog.launcher.sensors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.signature.Secret;

/** What the broker answered to an operator's request. */
sealed interface OperatorAnswer {

    /**
     * It is so: from now on, or {@code isDone} is false and it was so before.
     *
     * @param secret a rotation's new one
     * @param secretBeforeUntil when the one before it stops at the latest; empty where it has stopped
     */
    record Done(boolean isDone, Optional<Secret> secret, Optional<String> secretBeforeUntil) implements OperatorAnswer {

        /** Reads the answer's JSON. */
        static Done parse(byte[] json) throws CommandFailedException {
            try {
                JsonNode answer = new ObjectMapper().readTree(json);
                String result = answer.path("result").asText();
                if (!result.equals("done") && !result.equals("unchanged")) {
                    throw new CommandFailedException("the broker's answer is not understood: is it another version?");
                }
                return new Done(
                        result.equals("done"),
                        text(answer, "secret").map(Secret::ofText),
                        text(answer, "secret_before_until"));
            } catch (IOException notJson) {
                throw new CommandFailedException("the broker's answer is not JSON: is it another version?", notJson);
            }
        }
    }

    private static Optional<String> text(JsonNode answer, String member) {
        return Optional.of(answer.path(member).asText()).filter(text -> !text.isEmpty());
    }

    /** It is refused; {@code why} starts with the reason's label. */
    record Refused(String why) implements OperatorAnswer {}

    /** It, where it was not refused. */
    default Done require() throws CommandFailedException {
        if (this instanceof Refused refused) {
            throw new CommandFailedException("refused: " + refused.why());
        }
        return (Done) this;
    }
}
