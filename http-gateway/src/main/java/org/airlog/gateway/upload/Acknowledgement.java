package org.airlog.gateway.upload;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.airlog.observation.Reason;

/**
 * The PUBACK of a publish.
 *
 * <p>Its reason string starts with the label of a {@link Reason}; where it does not, because the broker spoke for itself
 * and not for Airlog, the reason code is all there is.
 *
 * <p>Observations are accepted only with Airlog's receipt, the number of observations that were accepted: a broker without Airlog's
 * extension acknowledges everything and stores nothing.
 *
 * @param reasonCode as MQTT 5 numbers it, 0…255; 0x80 and above are refusals, 0x10 (no matching subscribers) is none
 */
public record Acknowledgement(int reasonCode, Optional<String> reasonString, List<Property> userProperties) {

    private static final String ACCEPTED = "Airlog-Accepted";
    private static final String RETRY_AFTER = "Airlog-Retry-After";
    private static final String REFUSED_PART = "Airlog-Refused";
    private static final int LOWEST_REFUSAL = 0x80;

    /** Copies the user properties. */
    public Acknowledgement {
        userProperties = List.copyOf(userProperties);
    }

    /** What it says of observations. */
    public Outcome outcome() {
        return refusal().<Outcome>map(refused -> refused).orElseGet(this::success);
    }

    /** The refusal, where it is one. All there is to say of a registration, whose success is told by the reply. */
    public Optional<Outcome.Refused> refusal() {
        if (reasonCode < LOWEST_REFUSAL) {
            return Optional.empty();
        }
        String text = reasonString.orElse("");
        return Optional.of(Reason.ofReasonString(text)
                .map(reason -> new Outcome.Refused(reason, detail(text), positive(RETRY_AFTER)))
                .orElseGet(() -> new Outcome.Refused(reasonOfCode(), text)));
    }

    private Outcome success() {
        OptionalInt observations = positive(ACCEPTED);
        return observations.isPresent()
                ? new Outcome.Accepted(observations, values(REFUSED_PART).toList())
                : Outcome.Refused.unavailable("the broker took it without Airlog's receipt");
    }

    /** MQTT 5.0, section 3.4.2.1. A code that says nothing of the publish itself leaves its fate open: unavailable. */
    private Reason reasonOfCode() {
        return switch (reasonCode) {
            case 0x87 -> Reason.NOT_ALLOWED;
            case 0x90 -> Reason.TOPIC_INVALID;
            case 0x97 -> Reason.OVER_LIMIT;
            case 0x99 -> Reason.MALFORMED;
            default -> Reason.UNAVAILABLE;
        };
    }

    private static String detail(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? "" : text.substring(colon + 1).strip();
    }

    /** The number that a property holds; empty where it holds none above 0. */
    private OptionalInt positive(String name) {
        try {
            return values(name)
                    .mapToInt(Integer::parseInt)
                    .filter(count -> count > 0)
                    .findFirst();
        } catch (NumberFormatException notANumber) {
            return OptionalInt.empty();
        }
    }

    private Stream<String> values(String name) {
        return userProperties.stream()
                .filter(property -> property.isNamed(name))
                .map(Property::value);
    }
}
