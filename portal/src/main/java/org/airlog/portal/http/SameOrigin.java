package org.airlog.portal.http;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * A request that changes something must come from a page of ours, and not from another one that knows that the operator's
 * browser has a cookie: by {@code Sec-Fetch-Site}, which no page can set, or where the browser has none by {@code Origin}.
 * Beside it the cookie is {@code SameSite=Strict}, and JSON cannot be sent by a form.
 */
final class SameOrigin {

    private SameOrigin() {}

    /** What stands against {@code context}. */
    static Optional<Answer> objection(Context context) {
        var request = context.req();
        String site = request.getHeader("Sec-Fetch-Site");
        boolean isOurs = site != null
                ? site.equals("same-origin")
                : isSame(request.getHeader("Origin"), request.getHeader("Host"));
        return isOurs
                ? Optional.empty()
                : Optional.of(Answer.problem(
                        403,
                        "Forbidden",
                        "this page or program is not of this server: Sec-Fetch-Site or Origin have to say so"));
    }

    /** The same of one whose body has to be JSON. */
    static Optional<Answer> objectionToJson(Context context) {
        return objection(context).or(() -> {
            String type = Optional.ofNullable(context.req().getContentType()).orElse("");
            return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json")
                    ? Optional.empty()
                    : Optional.of(
                            Answer.problem(415, HttpStatus.getMessage(415), "expected Content-Type: application/json"));
        });
    }

    /** Behind a proxy nobody here knows which scheme the page has: host and port must do. */
    private static boolean isSame(@Nullable String origin, @Nullable String host) {
        if (origin == null || host == null) {
            return false;
        }
        try {
            URI uri = URI.create(origin);
            return uri.getRawAuthority() != null && uri.getRawAuthority().equalsIgnoreCase(host);
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
    }
}
