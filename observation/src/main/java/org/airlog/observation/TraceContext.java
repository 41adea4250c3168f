package org.airlog.observation;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where something stands in a trace, as <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a> writes it: the
 * same two values are headers of HTTP, user properties of MQTT 5 and headers of Kafka.
 *
 * <p>What is no such value is nothing, never a fault: whoever sends it is no worse off than who sends none.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all of them 0
 * @param spanId 16 of them, likewise
 * @param isSampled whether its sender records it
 * @param state {@code tracestate}, at most {@value #MAX_STATE_LENGTH} characters of ASCII; empty where there is none
 */
public record TraceContext(String traceId, String spanId, boolean isSampled, String state) {

    /** Name of the header or property that says where. */
    public static final String PARENT = "traceparent";

    /** Name of the one for what tracing systems add of their own. */
    public static final String STATE = "tracestate";

    /** The least that the specification wants to be carried. */
    private static final int MAX_STATE_LENGTH = 512;

    private static final int MAX_STATE_MEMBERS = 32;
    private static final int PARENT_LENGTH = 55;
    private static final int TRACE_ID_AT = 3;
    private static final int SPAN_ID_AT = 36;
    private static final int FLAGS_AT = 53;

    private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");
    private static final Pattern SPAN_ID = Pattern.compile("(?!0{16})[0-9a-f]{16}");
    private static final Pattern VERSION = Pattern.compile("(?!ff)[0-9a-f]{2}");
    private static final Pattern FLAGS = Pattern.compile("[0-9a-f]{2}");
    private static final Pattern MEMBER =
            Pattern.compile("([a-z0-9][a-z0-9_\\-*/@]{0,255})=[\\x20-\\x2b\\x2d-\\x3c\\x3e-\\x7e]{0,255}"
                    + "[\\x21-\\x2b\\x2d-\\x3c\\x3e-\\x7e]");

    /** Throws {@link IllegalArgumentException} where an id is none. */
    public TraceContext {
        if (!TRACE_ID.matcher(traceId).matches() || !SPAN_ID.matcher(spanId).matches()) {
            throw new IllegalArgumentException("no ids of a trace and a span");
        }
    }

    /**
     * What these values say, all that were sent under the two names, in their order. Empty where there is not exactly one
     * {@code traceparent}, or it is none; a {@code tracestate} that is none, or too long, is left out.
     */
    public static Optional<TraceContext> of(List<String> parents, List<String> states) {
        if (parents.size() != 1 || !isParent(parents.get(0))) {
            return Optional.empty();
        }
        String parent = parents.get(0);
        return Optional.of(new TraceContext(
                parent.substring(TRACE_ID_AT, SPAN_ID_AT - 1),
                parent.substring(SPAN_ID_AT, FLAGS_AT - 1),
                (Character.digit(parent.charAt(FLAGS_AT + 1), 16) & 1) == 1,
                state(states)));
    }

    /** The value of {@code traceparent}. */
    public String parent() {
        return "00-" + traceId + "-" + spanId + (isSampled ? "-01" : "-00");
    }

    /** Later versions may have more behind a further hyphen; of this one there is no more. */
    private static boolean isParent(String text) {
        if (text.length() < PARENT_LENGTH
                || text.charAt(TRACE_ID_AT - 1) != '-'
                || text.charAt(SPAN_ID_AT - 1) != '-'
                || text.charAt(FLAGS_AT - 1) != '-') {
            return false;
        }
        boolean isLongEnough = text.length() == PARENT_LENGTH
                || (!text.startsWith("00") && text.charAt(PARENT_LENGTH) == '-' && text.length() <= MAX_STATE_LENGTH);
        return isLongEnough
                && VERSION.matcher(text.substring(0, TRACE_ID_AT - 1)).matches()
                && TRACE_ID.matcher(text.substring(TRACE_ID_AT, SPAN_ID_AT - 1)).matches()
                && SPAN_ID.matcher(text.substring(SPAN_ID_AT, FLAGS_AT - 1)).matches()
                && FLAGS.matcher(text.substring(FLAGS_AT, PARENT_LENGTH)).matches();
    }

    private static String state(List<String> states) {
        long length = states.stream().mapToLong(String::length).sum() + states.size();
        if (length > MAX_STATE_LENGTH + 1) {
            return "";
        }
        var keys = new HashSet<String>();
        var members = new StringBuilder();
        for (String member : String.join(",", states).split(",", -1)) {
            String stripped = member.strip();
            if (stripped.isEmpty()) {
                continue;
            }
            var matcher = MEMBER.matcher(stripped);
            if (!matcher.matches() || !keys.add(matcher.group(1)) || keys.size() > MAX_STATE_MEMBERS) {
                return "";
            }
            members.append(members.isEmpty() ? "" : ",").append(stripped);
        }
        return members.toString();
    }
}
