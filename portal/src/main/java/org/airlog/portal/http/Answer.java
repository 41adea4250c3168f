package org.airlog.portal.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.airlog.observation.Payload;
import org.airlog.portal.api.RefusedQueryException;

/**
 * An answer in HTTP.
 *
 * @param headers beside {@code Content-Type} and {@code Content-Length}
 */
record Answer(int status, String contentType, Map<String, String> headers, Payload body) {

    private static final String RETRY_SECONDS = "10";

    Answer {
        headers = Map.copyOf(headers);
    }

    /** A success without further headers. */
    static Answer ok(String contentType, String body) {
        return ok(contentType, Payload.ofText(body));
    }

    /** The same. */
    static Answer ok(String contentType, Payload body) {
        return new Answer(200, contentType, Map.of(), body);
    }

    /** The same for anybody, and for so long: who asks again with its tag is told that nothing has changed. */
    Answer cached(Duration maxAge) {
        return with("Cache-Control", "public, max-age=" + maxAge.toSeconds()).with("ETag", EntityTags.of(body));
    }

    /** co2logserver's form: {@code {"error":…,"detail":…}}. Later is worth a try where the status is 503. */
    static Answer error(int status, String error, String detail) {
        var members = new LinkedHashMap<String, Object>();
        members.put("error", error);
        members.put("detail", detail);
        return refusal(status, "application/json", JsonText.of(members));
    }

    /** RFC 9457. */
    static Answer problem(int status, String title, String detail) {
        var members = new LinkedHashMap<String, Object>();
        members.put("title", title);
        members.put("status", status);
        members.put("detail", detail);
        return refusal(status, "application/problem+json", JsonText.of(members));
    }

    /** RFC 9457, of a query with a parameter at fault. */
    static Answer refused(RefusedQueryException refusal) {
        var members = new LinkedHashMap<String, Object>();
        members.put("title", "Bad Request");
        members.put("status", 400);
        members.put("detail", refusal.detail());
        members.put("parameter", refusal.parameter());
        return refusal(400, "application/problem+json", JsonText.of(members));
    }

    /** The same with one header more. */
    Answer with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, contentType, more, body);
    }

    /** The same with another status. */
    Answer withStatus(int other) {
        return new Answer(other, contentType, headers, body);
    }

    private static Answer refusal(int status, String contentType, String body) {
        return new Answer(
                status,
                contentType,
                status == 503 ? Map.of("Retry-After", RETRY_SECONDS) : Map.of(),
                Payload.ofText(body));
    }
}
