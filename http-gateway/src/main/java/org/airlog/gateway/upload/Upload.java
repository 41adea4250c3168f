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
import org.airlog.observation.TraceContext;

/**
 * What is published for a request: the body's bytes as they came, and beside them what the broker needs to judge.
 *
 * <p>Nothing is decided here about trust. A device cannot state what is the gateway's to state: of its headers only
 * {@code Authorization}, {@code Content-<ALG>-Salted}, of registrations {@code If-None-Match} and, of firmwares that name
 * themselves so, {@code X-Sensor} and {@code X-PIN} travel on.
 *
 * @param topic the MQTT topic
 * @param contentType the request's {@code Content-Type}, as sent
 * @param userProperties of the publish, in their order
 * @param sender who sends it, where the request says so: its publishes keep their order
 * @param expectsReply whether the broker sends a publish of its own (the secret of a registration) before the PUBACK
 */
public record Upload(
        String topic,
        Payload payload,
        Optional<String> contentType,
        List<Property> userProperties,
        Optional<String> sender,
        boolean expectsReply) {

    private static final String CLIENT_ADDRESS = "Airlog-Client-Address";
    private static final String TRANSPORT = "Airlog-Transport";
    private static final String QUERY = "Airlog-Query";
    private static final String AUTHORIZATION = "Authorization";
    private static final String IF_NONE_MATCH = "If-None-Match";
    private static final String SENSOR = "X-Sensor";
    private static final String SENSOR_PIN = "X-PIN";
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
        if (route == Route.REGISTRATION) {
            request.header(IF_NONE_MATCH).ifPresent(value -> properties.add(new Property(IF_NONE_MATCH, value)));
        }
        if (route == Route.UPLOAD) {
            properties.addAll(saltedHashes(request));
        }
        if (route == Route.UPLOAD || route == Route.OPEN_SENSE_MAP) {
            request.query().ifPresent(query -> properties.add(new Property(QUERY, query)));
        }
        if (route.form().isDialect()) {
            request.header(SENSOR).ifPresent(value -> properties.add(new Property(SENSOR, value)));
            request.header(SENSOR_PIN).ifPresent(value -> properties.add(new Property(SENSOR_PIN, value)));
        }
        return new Upload(
                route.topic(request.variable()),
                request.payload(),
                request.header("Content-Type"),
                properties,
                sender(route, request),
                route == Route.REGISTRATION);
    }

    /** The same as a part of a trace, from where the broker goes on. */
    public Upload within(TraceContext trace) {
        var properties = new ArrayList<>(userProperties);
        properties.add(new Property(TraceContext.PARENT, trace.parent()));
        if (!trace.state().isEmpty()) {
            properties.add(new Property(TraceContext.STATE, trace.state()));
        }
        return new Upload(topic, payload, contentType, properties, sender, expectsReply);
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

    private static Optional<String> sender(Route route, Request request) {
        return switch (route) {
            case REGISTRATION, READINGS, ROGUE_READINGS ->
                Suid.parse(request.variable()).map(Suid::toString);
            case UPLOAD ->
                request.query()
                        .map(SUID_PARAMETER::matcher)
                        .filter(Matcher::find)
                        .flatMap(matcher -> Suid.parse(matcher.group(1)))
                        .map(Suid::toString);
            case AIR_ROHR, SENSOR_COMMUNITY -> request.header(SENSOR);
            case OPEN_SENSE_MAP -> Optional.of(request.variable());
        };
    }

    /** The sender and the query are nobody else's business. */
    @Override
    public String toString() {
        return "Upload[" + topic + ", " + payload + "]";
    }
}
