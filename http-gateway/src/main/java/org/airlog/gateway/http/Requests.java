package org.airlog.gateway.http;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.airlog.gateway.upload.Property;
import org.airlog.gateway.upload.Request;
import org.airlog.gateway.upload.Route;
import org.airlog.gateway.upload.Transport;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;

/** Reads a request off the wire. */
final class Requests {

    /** What a proxy adds when it speaks for somebody else. */
    private static final List<String> PROXY_HEADERS = List.of("Forwarded", "X-Forwarded-For", "X-Real-IP");

    private Requests() {}

    /**
     * Reads all of it; blocks while the body arrives.
     *
     * @throws Refusal {@code too-large}, where {@code Content-Length} says so before the body is read
     */
    static Request read(Context context, Route route, int maxPayloadBytes) throws IOException, Refusal {
        HttpServletRequest request = context.req();
        InetAddress peer = peer(request);
        return new Request(
                route.namesSuid() ? context.pathParam(Route.SUID) : "",
                Optional.ofNullable(request.getQueryString()),
                headers(request),
                body(request, maxPayloadBytes),
                peer.getHostAddress(),
                transport(request, peer));
    }

    private static Payload body(HttpServletRequest request, int maxPayloadBytes) throws IOException, Refusal {
        if (request.getContentLengthLong() > maxPayloadBytes) {
            throw tooLarge(maxPayloadBytes);
        }
        byte[] bytes = request.getInputStream().readNBytes(maxPayloadBytes + 1);
        if (bytes.length > maxPayloadBytes) {
            throw tooLarge(maxPayloadBytes);
        }
        return Payload.of(bytes);
    }

    private static Refusal tooLarge(int maxPayloadBytes) {
        return new Refusal(Reason.TOO_LARGE, "payload-bytes: the body is larger than " + maxPayloadBytes + " bytes");
    }

    private static List<Property> headers(HttpServletRequest request) {
        var headers = new ArrayList<Property>();
        for (String name : Collections.list(request.getHeaderNames())) {
            for (String value : Collections.list(request.getHeaders(name))) {
                headers.add(new Property(name, value));
            }
        }
        return headers;
    }

    /** A literal address, so nothing is looked up. Without its zone: {@code fe80::1%eth0} is {@code fe80::1} to a limit. */
    private static InetAddress peer(HttpServletRequest request) {
        String text = request.getRemoteAddr().replace("[", "").replace("]", "");
        int zone = text.indexOf('%');
        try {
            return InetAddress.getByName(zone < 0 ? text : text.substring(0, zone));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the peer has no IP address", e);
        }
    }

    /**
     * Loopback means that nobody could listen in. A proxy on this host speaks for somebody who came another way, and no
     * proxy's word is trusted yet: then it is {@code plain}.
     */
    private static Transport transport(HttpServletRequest request, InetAddress peer) {
        if (PROXY_HEADERS.stream().anyMatch(header -> request.getHeader(header) != null)) {
            return Transport.PLAIN;
        }
        if (peer.isLoopbackAddress()) {
            return Transport.LOOPBACK;
        }
        return request.isSecure() ? Transport.TLS : Transport.PLAIN;
    }
}
