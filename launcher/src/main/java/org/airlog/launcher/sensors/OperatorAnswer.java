package org.airlog.launcher.sensors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.signature.Secret;

/** What the broker answered to an operator's request. */
sealed interface OperatorAnswer {

    /** It is so: from now on, or {@code isDone} is false and it was so before. */
    record Done(boolean isDone, Optional<Secret> secret) implements OperatorAnswer {

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
                        Optional.of(answer.path("secret").asText())
                                .filter(text -> !text.isEmpty())
                                .map(Secret::ofText));
            } catch (IOException notJson) {
                throw new CommandFailedException("the broker's answer is not JSON: is it another version?", notJson);
            }
        }
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
