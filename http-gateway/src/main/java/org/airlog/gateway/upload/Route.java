package org.airlog.gateway.upload;

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
    UPLOAD("POST", "/upload", Form.CO2_LOG_SERVER);

    /** How an interface words its answers. */
    enum Form {
        /** Empty when accepted, {@code application/problem+json} when refused. */
        OPEN_SMOG,
        /** {@code {"saved-in-db":N}} when accepted, {@code {"error":…,"detail":…}} when refused. */
        CO2_LOG_SERVER
    }

    /** The name of the path's one variable. */
    public static final String SUID = "suid";

    private static final String PLACEHOLDER = "{suid}";

    private final String method;
    private final String path;
    private final Form form;

    Route(String method, String path, Form form) {
        this.method = method;
        this.path = path;
        this.form = form;
    }

    /** The HTTP method, upper case. */
    public String method() {
        return method;
    }

    /** The path, with <code>{suid}</code> where it names one. */
    public String path() {
        return path;
    }

    /** Whether the path names a SUID. */
    public boolean namesSuid() {
        return path.contains(PLACEHOLDER);
    }

    Form form() {
        return form;
    }

    /**
     * The MQTT topic: the path without its first slash, the SUID spelled as the device spelled it, because an HMAC
     * signature is over the topic.
     *
     * @throws Refusal {@code topic-invalid} where {@code suid} is none, so that nothing but a UUID gets into a topic
     */
    String topic(String suid) throws Refusal {
        if (namesSuid() && Suid.parse(suid).isEmpty()) {
            throw new Refusal(Reason.TOPIC_INVALID, "the path names no SUID: a UUID is expected");
        }
        return path.substring(1).replace(PLACEHOLDER, suid);
    }
}
