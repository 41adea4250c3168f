package org.airlog.gateway.upload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.Suid;

/**
 * What is published for a request: the body's bytes as they came, and beside them what the broker needs to judge.
 *
 * <p>Nothing is decided here about trust. A device cannot state what is the gateway's to state: of its headers only
 * {@code Authorization} and {@code Content-<ALG>-Salted} travel on.
 *
 * @param topic the MQTT topic
 * @param contentType the request's {@code Content-Type}, as sent
 * @param userProperties of the publish, in their order
 * @param suid whose it is, where the request says so
 * @param expectsReply whether the broker sends a publish of its own (the secret of a registration) before the PUBACK
 */
public record Upload(
        String topic,
        Payload payload,
        Optional<String> contentType,
        List<Property> userProperties,
        Optional<Suid> suid,
        boolean expectsReply) {

    private static final String CLIENT_ADDRESS = "Airlog-Client-Address";
    private static final String TRANSPORT = "Airlog-Transport";
    private static final String QUERY = "Airlog-Query";
    private static final String AUTHORIZATION = "Authorization";
    private static final Pattern SALTED = Pattern.compile("(?i)content-[a-z0-9_-]{1,16}-salted");
    private static final Pattern SUID_PARAMETER = Pattern.compile("(?:^|&)suid=([^&]*)");

    /** More than there are algorithms: whoever sends more does not mean it. */
    private static final int MAX_SALTED_HEADERS = 16;

    /** Copies the user properties. */
    public Upload {
        userProperties = List.copyOf(userProperties);
    }

    /** The publish for {@code request}; throws {@link Refusal} where none can be made. */
    public static Upload of(Route route, Request request) throws Refusal {
        requireIdentityEncoding(request);
        var properties = new ArrayList<Property>();
        properties.add(new Property(CLIENT_ADDRESS, request.clientAddress()));
        properties.add(new Property(TRANSPORT, request.transport().word()));
        request.header(AUTHORIZATION).ifPresent(value -> properties.add(new Property(AUTHORIZATION, value)));
        if (route == Route.UPLOAD) {
            properties.addAll(saltedHashes(request));
            request.query().ifPresent(query -> properties.add(new Property(QUERY, query)));
        }
        return new Upload(
                route.topic(request.suid()),
                request.payload(),
                request.header("Content-Type"),
                properties,
                suid(route, request),
                route == Route.REGISTRATION);
    }

    /** No decoder reads a compressed body; to answer {@code malformed} would send its owner on a wrong track. */
    private static void requireIdentityEncoding(Request request) throws Refusal {
        String encoding = request.header("Content-Encoding").orElse("identity").strip();
        if (!encoding.equalsIgnoreCase("identity")) {
            throw new Refusal(
                    Reason.CONTENT_TYPE_UNSUPPORTED, "Content-Encoding is not supported: send the body plain");
        }
    }

    private static List<Property> saltedHashes(Request request) throws Refusal {
        var salted = request.headers().stream()
                .filter(header -> SALTED.matcher(header.name()).matches())
                .toList();
        if (salted.size() > MAX_SALTED_HEADERS) {
            throw new Refusal(Reason.MALFORMED, "more than " + MAX_SALTED_HEADERS + " headers Content-<ALG>-Salted");
        }
        return salted;
    }

    private static Optional<Suid> suid(Route route, Request request) {
        if (route.namesSuid()) {
            return Suid.parse(request.suid());
        }
        return request.query()
                .map(SUID_PARAMETER::matcher)
                .filter(Matcher::find)
                .flatMap(matcher -> Suid.parse(matcher.group(1)));
    }
}
