package org.airlog.portal.http;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.airlog.proxy.Sender;
import org.airlog.proxy.TrustedProxies;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** What requests have in common. */
final class Requests {

    private Requests() {}

    /** The part behind the question mark, as it was sent. */
    static String query(Context context) {
        return Optional.ofNullable(context.req().getQueryString()).orElse("");
    }

    /** Whom {@code request} comes from and which way, by the word of {@code proxies}. */
    static Sender sender(HttpServletRequest request, TrustedProxies proxies) {
        Map<String, List<String>> headers = Collections.list(request.getHeaderNames()).stream()
                .collect(Collectors.toMap(name -> name, name -> Collections.list(request.getHeaders(name))));
        return Sender.of(proxies, request.getRemoteAddr(), request.isSecure(), headers);
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
