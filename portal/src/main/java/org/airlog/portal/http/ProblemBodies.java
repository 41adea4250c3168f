package org.airlog.portal.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** The bodies of what Jetty refuses before a path is looked at (400, 431, 503 while stopping): JSON instead of HTML. */
final class ProblemBodies extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        var answer = Answer.problem(status, HttpStatus.getMessage(status), "");
        byte[] body = answer.body().bytes();
        var headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, answer.contentType());
        headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        answer.headers().forEach(headers::put);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
