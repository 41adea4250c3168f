package org.airlog.gateway.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.airlog.gateway.upload.Answer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** The bodies of what Jetty refuses before a path is looked at (400, 431, 503 while stopping): JSON instead of HTML. */
final class ProblemBodies extends ErrorHandler {

    private static final String RETRY_SECONDS = "10";

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        var answer = Answer.problem(status, HttpStatus.getMessage(status), detail(status));
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        var headers = response.getHeaders();
        answer.contentType().ifPresent(type -> headers.put(HttpHeader.CONTENT_TYPE, type));
        headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
            headers.put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
        }
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private static String detail(int status) {
        return switch (status) {
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "the header lines are too large";
            case HttpStatus.SERVICE_UNAVAILABLE_503 -> "the gateway is stopping";
            default -> "the request breaks HTTP's rules";
        };
    }
}
