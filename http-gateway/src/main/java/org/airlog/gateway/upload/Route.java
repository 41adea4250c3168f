package org.airlog.gateway.upload;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.Suid;

/** A request that becomes a publish: its method, its path and the form of its answers. */
public enum Route {
    /** OpenSmog: a sensor registers and is given its secret. */
    REGISTRATION("PUT", "/v1/sensors/{suid}", Form.OPEN_SMOG),
    /** OpenSmog: readings, signed or not. */
    READINGS("POST", "/v1/sensors/{suid}/readings", Form.OPEN_SMOG),
    /** OpenSmog: readings without a signature. */
    ROGUE_READINGS("POST", "/rogue/v1/sensors/{suid}/readings", Form.OPEN_SMOG),
    /** co2logserver: columns. */
    UPLOAD("POST", "/upload", Form.CO2_LOG_SERVER),
    /** airRohr firmware, its "custom API". */
    AIR_ROHR("POST", "/legacy/airrohr", Form.AIR_ROHR),
    /** The same firmware and others, as they speak to sensor.community. */
    SENSOR_COMMUNITY("POST", "/v1/push-sensor-data", Form.SENSOR_COMMUNITY),
    /** Measurements of a box of the openSenseMap. */
    OPEN_SENSE_MAP("POST", "/boxes/{boxId}/data", Form.OPEN_SENSE_MAP);

    /** How an interface words its answers; refusals are {@code application/problem+json} but for co2logserver. */
    enum Form {
        /** Empty when accepted. */
        OPEN_SMOG("OpenSmogHash, HMAC-SHA256"),
        /** {@code {"saved-in-db":N}} when accepted, {@code {"error":…,"detail":…}} when refused; never 401. */
        CO2_LOG_SERVER(""),
        /** Empty when accepted; a password may be asked for. */
        AIR_ROHR("Basic realm=\"airlog\""),
        /** 201 and empty when accepted. */
        SENSOR_COMMUNITY("Basic realm=\"airlog\""),
        /** 201 and a sentence in JSON when accepted; the token has no scheme of its own on the openSenseMap. */
        OPEN_SENSE_MAP("Token realm=\"airlog\"");

        private final String challenge;

        Form(String challenge) {
            this.challenge = challenge;
        }

        /** {@code WWW-Authenticate} of a 401. */
        String challenge() {
            return challenge;
        }

        /** Whether a firmware speaks that knows nothing of Airlog. */
        boolean isDialect() {
            return this == AIR_ROHR || this == SENSOR_COMMUNITY || this == OPEN_SENSE_MAP;
        }
    }

    private static final String SUID = "suid";
    /** One level of a topic; what a device id may be is the broker's to say. */
    private static final Pattern LEVEL = Pattern.compile("[^/+#\\p{Cntrl}\\p{Cs}]{1,200}");

    private final String method;
    private final String path;
    private final Form form;
    private final String variable;

    Route(String method, String path, Form form) {
        this.method = method;
        this.path = path;
        this.form = form;
        this.variable = variable(path);
    }

    /** The HTTP method, upper case. */
    public String method() {
        return method;
    }

    /** The path, with its variable in braces where it has one. */
    public String path() {
        return path;
    }

    /** The name of the path's one variable; empty where it has none. */
    public String variable() {
        return variable;
    }

    /** Whether the path names a SUID. */
    boolean namesSuid() {
        return variable.equals(SUID);
    }

    Form form() {
        return form;
    }

    /**
     * The MQTT topic: the path without its first slash, its variable spelled as the device spelled it, because an HMAC
     * signature is over the topic.
     *
     * @throws Refusal {@code topic-invalid} where {@code value} is no SUID although one is expected, or no single level of a
     *     topic
     */
    String topic(String value) throws Refusal {
        if (namesSuid() && Suid.parse(value).isEmpty()) {
            throw new Refusal(Reason.TOPIC_INVALID, "the path names no SUID: a UUID is expected");
        }
        if (!variable.isEmpty() && !LEVEL.matcher(value).matches()) {
            throw new Refusal(Reason.TOPIC_INVALID, "the path names no device");
        }
        return path.substring(1).replace("{" + variable + "}", value);
    }

    private static String variable(String path) {
        Matcher matcher = Pattern.compile("\\{(\\w+)}").matcher(path);
        return matcher.find() ? matcher.group(1) : "";
    }
}
