package org.airlog.broker.intake;

import org.airlog.observation.TraceContext;

/** One MQTT 5 user property. */
public record Property(String name, String value) {

    /** The proof that a publish comes from who holds the secret. */
    public static final String AUTHORIZATION = "Authorization";

    /** On a registration, with the value {@code *}: only if the SUID is nobody's yet, as HTTP has it (RFC 9110, 13.1.2). */
    public static final String IF_NONE_MATCH = "If-None-Match";

    /** What Airlog says to itself starts with this, and never leaves it. */
    public static final String OWN_PREFIX = "Airlog-";

    /** Address of the device that the gateway speaks for. */
    public static final String CLIENT_ADDRESS = "Airlog-Client-Address";

    /** How that device reached the gateway: {@code tls}, {@code loopback} or {@code plain}. */
    public static final String TRANSPORT = "Airlog-Transport";

    /** The device that a publish of sensor.community's firmware comes from, such as {@code esp8266-1497234}. */
    public static final String SENSOR = "X-Sensor";

    /** Which of that device's sensors measured, by its pin. */
    public static final String SENSOR_PIN = "X-PIN";

    /** The query of an upload's URL. */
    public static final String QUERY = "Airlog-Query";

    /** On readings that an operator sends again: when they were refused, in milliseconds since 1970. */
    public static final String REPLAY = "Airlog-Replay";

    /** On a PUBACK: how many observations were accepted. */
    public static final String ACCEPTED = "Airlog-Accepted";

    /** On a PUBACK, for each reason: {@code <observations>;<reason>}. */
    public static final String REFUSED = "Airlog-Refused";

    /** On a PUBACK that refuses for now: after how many seconds to try again. */
    public static final String RETRY_AFTER = "Airlog-Retry-After";

    /** Whether subscribers must not see it. */
    public boolean isPrivate() {
        return name.equalsIgnoreCase(AUTHORIZATION)
                || name.equalsIgnoreCase(TraceContext.PARENT)
                || name.equalsIgnoreCase(TraceContext.STATE)
                || name.equalsIgnoreCase(SENSOR)
                || name.equalsIgnoreCase(SENSOR_PIN)
                || name.regionMatches(true, 0, OWN_PREFIX, 0, OWN_PREFIX.length());
    }

    /** Values may be signatures. */
    @Override
    public String toString() {
        return "Property[" + name + "]";
    }
}
