package org.airlog.portal.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer in HTTP.
 *
 * @param headers beside {@code Content-Type} and {@code Content-Length}
 */
record Answer(int status, String contentType, Map<String, String> headers, String body) {

    private static final String RETRY_SECONDS = "10";

    Answer {
        headers = Map.copyOf(headers);
    }

    /** A success without further headers. */
    static Answer ok(String contentType, String body) {
        return new Answer(200, contentType, Map.of(), body);
    }

    /** co2logserver's form: {@code {"error":…,"detail":…}}. Later is worth a try where the status is 503. */
    static Answer error(int status, String error, String detail) {
        var members = new LinkedHashMap<String, Object>();
        members.put("error", error);
        members.put("detail", detail);
        return refusal(status, "application/json", JsonText.of(members));
    }

    /** RFC 9457, for what is nobody's interface. */
    static Answer problem(int status, String title, String detail) {
        var members = new LinkedHashMap<String, Object>();
        members.put("title", title);
        members.put("status", status);
        members.put("detail", detail);
        return refusal(status, "application/problem+json", JsonText.of(members));
    }

    /** The same with one header more. */
    Answer with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, contentType, more, body);
    }

    private static Answer refusal(int status, String contentType, String body) {
        return new Answer(status, contentType, status == 503 ? Map.of("Retry-After", RETRY_SECONDS) : Map.of(), body);
    }
}
