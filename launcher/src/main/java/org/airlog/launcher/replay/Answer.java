package org.airlog.launcher.replay;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.airlog.observation.Reason;

/** What Airlog said to one publish. */
sealed interface Answer permits Answer.Accepted, Answer.Refused, Answer.Later {

    Pattern RETRY_IN = Pattern.compile("retry in (\\d{1,9}) s\\b");

    /** Property of an accepted publish: how many observations are safe. */
    String ACCEPTED_PROPERTY = "Airlog-Accepted";

    /** Property of an accepted publish: how many observations were refused all the same, and why. */
    String REFUSED_PROPERTY = "Airlog-Refused";

    /**
     * It is safe, perhaps without some of its observations.
     *
     * @param observations how many are safe
     * @param refused reason label → observations that were refused for it
     */
    record Accepted(int observations, Map<String, Integer> refused) implements Answer {

        public Accepted {
            refused = Map.copyOf(refused);
        }
    }

    /**
     * All of it was refused, for good: the same bytes would be refused again.
     *
     * @param reason label, one of {@link Reason} where Airlog gave one
     * @param detail for people; may be empty
     */
    record Refused(String reason, String detail) implements Answer {}

    /**
     * It was not taken now; the same bytes may be accepted later.
     *
     * @param reason label
     * @param pause how long Airlog asked to wait
     */
    record Later(String reason, Optional<Duration> pause) implements Answer {}

    /**
     * An acceptance by its properties or headers.
     *
     * @param sent observations in the publish
     * @param accepted value of {@code Airlog-Accepted}, where there is one
     * @param refused values of {@code Airlog-Refused}, {@code <observations>;<reason label>} each, or several with commas
     */
    static Accepted acceptance(int sent, Optional<String> accepted, List<String> refused) {
        var byReason = new TreeMap<String, Integer>();
        refused.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .forEach(part -> {
                    int semicolon = part.indexOf(';');
                    byReason.merge(
                            part.substring(semicolon + 1),
                            Integer.parseInt(part.substring(0, semicolon)),
                            Integer::sum);
                });
        int missing = byReason.values().stream().mapToInt(Integer::intValue).sum();
        return new Accepted(accepted.map(Integer::parseInt).orElse(sent - missing), byReason);
    }

    /** How long Airlog asks to wait in {@code text}, {@code …, retry in 3 s}; a minute at most. */
    static Optional<Duration> waitIn(String text) {
        Matcher told = RETRY_IN.matcher(text);
        return told.find()
                ? Optional.of(Duration.ofSeconds(Math.min(60, Long.parseLong(told.group(1)))))
                : Optional.empty();
    }

    /** A refusal by its reason string, {@code <label>: <detail>}; {@code otherwise} is its label where it has none. */
    static Answer refusal(String reasonString, String otherwise, Optional<Duration> pause) {
        Optional<Reason> reason = Reason.ofReasonString(reasonString);
        if (reason.isEmpty()) {
            return new Refused(otherwise, reasonString);
        }
        int colon = reasonString.indexOf(':');
        String detail = colon < 0 ? "" : reasonString.substring(colon + 1).strip();
        return switch (reason.get().recovery()) {
            case FINAL -> new Refused(reason.get().label(), detail);
            case RESEND_LATER -> new Later(reason.get().label(), pause);
        };
    }
}
