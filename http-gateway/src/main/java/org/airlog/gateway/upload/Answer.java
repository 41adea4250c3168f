package org.airlog.gateway.upload;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.airlog.observation.Reason;

/**
 * An answer in HTTP. {@link #of} is the contract's table of refusals, as far as it is about HTTP.
 *
 * @param headers beside {@code Content-Type} and {@code Content-Length}
 * @param contentType empty where the body is
 * @param body small, and empty for accepted readings
 */
public record Answer(int status, List<Property> headers, Optional<String> contentType, String body) {

    /** Time for a broker to restart, and short enough for a sensor with a small buffer. */
    private static final int RETRY_WHEN_UNAVAILABLE_SECONDS = 10;
    /** Where the broker does not say: most limits are counted by the second, but a suspected signature waits a minute. */
    private static final int RETRY_WHEN_OVER_LIMIT_SECONDS = 60;

    /** What the openSenseMap answers, in JSON. */
    private static final String SAVED_IN_BOX = "\"Measurements saved in box\"";

    private static final Optional<String> JSON = Optional.of("application/json");
    private static final Optional<String> PROBLEM = Optional.of("application/problem+json");
    private static final Optional<String> TEXT = Optional.of("text/plain");

    /** Copies the headers. */
    public Answer {
        headers = List.copyOf(headers);
    }

    /** Tells {@code outcome} to who used {@code route}. */
    public static Answer of(Outcome outcome, Route route) {
        return outcome.match(
                accepted -> accepted(accepted, route.form()),
                Answer::registered,
                refused -> refused(refused, route.form()));
    }

    /** A refusal that concerns no {@link Route}, such as of a path that does not exist (RFC 9457). */
    public static Answer problem(int status, String title, String detail) {
        return new Answer(status, List.of(), PROBLEM, problemBody(status, title, detail, Map.of()));
    }

    /** The same with one more header. */
    public Answer with(String name, String value) {
        var more = Stream.concat(headers.stream(), Stream.of(new Property(name, value)));
        return new Answer(status, more.toList(), contentType, body);
    }

    private static Answer accepted(Outcome.Accepted accepted, Route.Form form) {
        var headers = accepted.refusedParts().isEmpty()
                ? List.<Property>of()
                : List.of(new Property("Airlog-Refused", String.join(", ", accepted.refusedParts())));
        return switch (form) {
            case OPEN_SMOG, AIR_ROHR -> new Answer(200, headers, Optional.empty(), "");
            case SENSOR_COMMUNITY -> new Answer(201, headers, Optional.empty(), "");
            case OPEN_SENSE_MAP -> new Answer(201, headers, JSON, SAVED_IN_BOX);
            case CO2_LOG_SERVER -> new Answer(200, headers, JSON, JsonText.of(savedInDb(accepted)));
        };
    }

    /** A number that is not known is left out: any other would be a lie. */
    private static Map<String, Integer> savedInDb(Outcome.Accepted accepted) {
        var observations = accepted.observations();
        return observations.isPresent() ? Map.of("saved-in-db", observations.getAsInt()) : Map.of();
    }

    private static Answer registered(Outcome.Registered registered) {
        var headers = List.of(new Property("Cache-Control", "no-store"));
        return new Answer(200, headers, TEXT, registered.secret().reveal());
    }

    private static Answer refused(Outcome.Refused refused, Route.Form form) {
        Reason reason = refused.reason();
        int status = status(reason, form);
        return switch (form) {
            case OPEN_SMOG, AIR_ROHR, SENSOR_COMMUNITY, OPEN_SENSE_MAP ->
                new Answer(
                        status,
                        headers(refused, status, form),
                        PROBLEM,
                        problemBody(status, title(status), refused.detail(), Map.of("reason", reason.label())));
            case CO2_LOG_SERVER -> {
                var members = new LinkedHashMap<String, String>();
                members.put("error", reason.label());
                members.put("detail", refused.detail());
                yield new Answer(status, headers(refused, status, form), JSON, JsonText.of(members));
            }
        };
    }

    private static int status(Reason reason, Route.Form form) {
        boolean isUpload = form == Route.Form.CO2_LOG_SERVER;
        return switch (reason) {
            case MALFORMED, TIME_IMPLAUSIBLE, VALUE_IMPLAUSIBLE -> 400;
            // Only paths that exist get here, so it is the SUID that is wrong; or a dialect is switched off, path and
            // all.
            case TOPIC_INVALID -> form.isDialect() ? 404 : 400;
            // A client of HTTP Basic sends its password when it is asked, and a 401 is how.
            case SIGNATURE_MISSING -> form == Route.Form.AIR_ROHR ? 401 : 403;
            case NOT_ALLOWED -> 403;
            case SIGNATURE_WRONG, SIGNATURE_STALE -> isUpload ? 403 : 401;
            case CONTENT_TYPE_UNSUPPORTED -> isUpload ? 400 : 415;
            case TOO_LARGE -> 413;
            case OVER_LIMIT -> 429;
            case UNAVAILABLE -> 503;
        };
    }

    private static List<Property> headers(Outcome.Refused refused, int status, Route.Form form) {
        return switch (refused.reason()) {
            case OVER_LIMIT -> List.of(retryAfter(refused, RETRY_WHEN_OVER_LIMIT_SECONDS));
            case UNAVAILABLE -> List.of(retryAfter(refused, RETRY_WHEN_UNAVAILABLE_SECONDS));
            case SIGNATURE_MISSING, SIGNATURE_WRONG, SIGNATURE_STALE ->
                status == 401 ? List.of(new Property("WWW-Authenticate", form.challenge())) : List.of();
            case MALFORMED,
                    TIME_IMPLAUSIBLE,
                    VALUE_IMPLAUSIBLE,
                    TOPIC_INVALID,
                    NOT_ALLOWED,
                    CONTENT_TYPE_UNSUPPORTED,
                    TOO_LARGE -> List.of();
        };
    }

    private static Property retryAfter(Outcome.Refused refused, int otherwise) {
        return new Property("Retry-After", Integer.toString(refused.retryAfter().orElse(otherwise)));
    }

    /** RFC 9110, section 15. */
    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 429 -> "Too Many Requests";
            default -> "Service Unavailable";
        };
    }

    private static String problemBody(int status, String title, String detail, Map<String, String> extensions) {
        var members = new LinkedHashMap<String, Object>();
        members.put("title", title);
        members.put("status", status);
        members.put("detail", detail);
        members.putAll(extensions);
        return JsonText.of(members);
    }

    /** A body may be a secret. */
    @Override
    public String toString() {
        return "Answer[" + status + "]";
    }
}
