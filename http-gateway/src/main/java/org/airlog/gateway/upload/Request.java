package org.airlog.gateway.upload;

import java.util.List;
import java.util.Optional;
import org.airlog.observation.Payload;
import org.airlog.proxy.Transport;

/**
 * A request as it arrived, as far as a publish is made of it.
 *
 * @param variable the path's one variable, a SUID say, as the device spelled it; empty where the path has none
 * @param query the query string as it was sent, still encoded
 * @param headers all of them, in their order
 * @param clientAddress the textual IP address of the peer, without brackets or a zone
 */
public record Request(
        String variable,
        Optional<String> query,
        List<Property> headers,
        Payload payload,
        String clientAddress,
        Transport transport) {

    /** Copies the headers. */
    public Request {
        headers = List.copyOf(headers);
    }

    /** The first header called {@code name}, in any case. */
    Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.isNamed(name))
                .map(Property::value)
                .findFirst();
    }

    /** The query may hold a position. */
    @Override
    public String toString() {
        return "Request[" + variable + ", " + payload + "]";
    }
}
