package org.airlog.portal.http;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.airlog.portal.operator.Approach;
import org.airlog.portal.operator.TrustedProxies;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** What requests have in common. */
final class Requests {

    private Requests() {}

    /** The part behind the question mark, as it was sent. */
    static String query(Context context) {
        return Optional.ofNullable(context.req().getQueryString()).orElse("");
    }

    /** From where {@code request} comes, and by the word of which proxies. */
    static Approach approach(HttpServletRequest request, TrustedProxies proxies) {
        var proxyHeaders = new HashMap<String, List<String>>();
        for (String name : Collections.list(request.getHeaderNames())) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (Approach.isOfAProxy(lower)) {
                proxyHeaders.put(lower, Collections.list(request.getHeaders(name)));
            }
        }
        return Approach.of(proxies, request.getRemoteAddr(), request.isSecure(), proxyHeaders);
    }

    /** No such sensor, or one that nobody may see any more. */
    static Answer noSensor() {
        return Answer.problem(404, "Not Found", "no sensor has this id");
    }

    /** Ends the connection, so that who reads an answer sees that it is not whole. */
    static void abort(HttpServletRequest request) {
        ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close();
    }

    /** Whether the server of {@code request} waits for what is under way, to stop. */
    static boolean isServerStopping(HttpServletRequest request) {
        var server = ServletContextHandler.getServletContextHandler(request.getServletContext())
                .getServer();
        return server.isStopping() || server.isStopped();
    }
}
