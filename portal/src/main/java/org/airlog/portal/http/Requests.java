package org.airlog.portal.http;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** What requests of the read API have in common. */
final class Requests {

    private Requests() {}

    /** The part behind the question mark, as it was sent. */
    static String query(Context context) {
        return Optional.ofNullable(context.req().getQueryString()).orElse("");
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
