package org.airlog.portal.http;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.airlog.observation.Reason;
import org.airlog.portal.mqtt.LinkFailedException;
import org.airlog.portal.mqtt.RegistryChanges;
import org.airlog.portal.mqtt.RegistryChanges.Act;
import org.airlog.portal.mqtt.RequestRefusedException;
import org.airlog.portal.operator.SensorLagQuery;
import org.airlog.portal.operator.SensorLagsJson;
import org.airlog.portal.timescale.ExactPositions;
import org.airlog.portal.timescale.ExactPositions.Look;
import org.airlog.portal.timescale.SensorLags;
import org.airlog.portal.timescale.SensorLags.Life;
import org.airlog.portal.timescale.StoreUnavailableException;
import org.eclipse.jetty.http.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /operator/sensors…}: which are silent, where one is, and releasing and revoking one. Who is signed in has been asked
 * before. Every look at a position and every change is told to the log, by the public id. Thread-safe.
 */
public final class OperatorSensors {

    static final String PATH = "/operator/sensors";

    private static final Logger log = LoggerFactory.getLogger(OperatorSensors.class);
    /** Each waits for the broker with a thread. */
    private static final int MOST_CHANGES = 2;

    private final SensorLags sensors;
    private final ExactPositions positions;
    private final Optional<RegistryChanges> registry;
    private final Semaphore changes = new Semaphore(MOST_CHANGES);

    /** Changes nothing where there is no {@code registry}. */
    public OperatorSensors(SensorLags sensors, ExactPositions positions, Optional<RegistryChanges> registry) {
        this.sensors = sensors;
        this.positions = positions;
        this.registry = registry;
    }

    Answer page(Context context, String operator) {
        return SensorAnswers.answer(() -> {
            var query = SensorLagQuery.of(Requests.query(context));
            return Answer.ok("application/json", SensorLagsJson.page(sensors.page(query), query.limit()));
        });
    }

    Answer position(Context context, String operator) {
        String id = context.pathParam("sensor");
        return SensorAnswers.answer(() -> told(positions.find(id), id, operator));
    }

    private static Answer told(Look look, String id, String operator) {
        if (look instanceof Look.NoSensor) {
            return Requests.noSensor();
        }
        if (look instanceof Look.Denied denied) {
            return Answer.problem(
                    403,
                    "Forbidden",
                    "the portal's login may not read positions: GRANT airlog_location TO " + denied.login()
                            + " WITH INHERIT FALSE");
        }
        log.atInfo()
                .addKeyValue("operator", operator)
                .addKeyValue("sensor", id)
                .log("An operator has looked at the exact position of a sensor");
        if (!(look instanceof Look.Found found)) {
            return Answer.problem(404, "Not Found", "nobody has said where this sensor is");
        }
        var members = new LinkedHashMap<String, Object>();
        members.put("latitude", found.latitude());
        members.put("longitude", found.longitude());
        if (found.altitude() != null) {
            members.put("altitude", found.altitude());
        }
        if (found.since() != null) {
            members.put("since", found.since());
        }
        return Answer.ok("application/json", JsonText.of(members));
    }

    Answer change(Context context, String operator, Act act) {
        if (registry.isEmpty()) {
            return unavailable("the portal has no password for the broker: set airlog.portal.mqtt-password");
        }
        if (!changes.tryAcquire()) {
            return unavailable("other changes are under way");
        }
        String id = context.pathParam("sensor");
        try {
            Optional<Life> life = sensors.life(id);
            if (life.isEmpty()) {
                return Requests.noSensor();
            }
            if (life.get().isFollowed()) {
                return Answer.problem(
                        409, "Conflict", "its SUID has been registered anew: look at the sensor that it is now");
            }
            boolean isNews = registry.get().perform(act, life.get().suid());
            log.atInfo()
                    .addKeyValue("operator", operator)
                    .addKeyValue("sensor", id)
                    .addKeyValue("act", act.word())
                    .addKeyValue("isNews", isNews)
                    .log("An operator has changed the registry");
            return Answer.ok("application/json", JsonText.of(Map.of("done", isNews)));
        } catch (RequestRefusedException refused) {
            return refused(refused.why());
        } catch (LinkFailedException e) {
            log.atWarn()
                    .addKeyValue("operator", operator)
                    .addKeyValue("sensor", id)
                    .addKeyValue("act", act.word())
                    .setCause(e)
                    .log("The broker could not be asked to change the registry");
            return failed(e);
        } catch (StoreUnavailableException e) {
            return unavailable(e.detail());
        } finally {
            changes.release();
        }
    }

    /** {@code why} begins with the reason's label. */
    private static Answer refused(String why) {
        if (why.startsWith(Reason.UNAVAILABLE.label())) {
            return unavailable(why);
        }
        int status = why.startsWith(Reason.OVER_LIMIT.label()) ? 429 : 409;
        return Answer.problem(status, HttpStatus.getMessage(status), why);
    }

    private static Answer failed(LinkFailedException e) {
        return switch (e.kind()) {
            case NO_ANSWER ->
                Answer.problem(504, "Gateway Timeout", "the broker does not answer: look whether it was done");
            case UNREACHABLE -> unavailable("the broker cannot be reached");
            case WRONG_PASSWORD ->
                unavailable("the broker does not know the portal's password: airlog.portal.mqtt-password"
                        + " and airlog.principal.portal do not match");
            case CLOSED -> unavailable(e.detail());
            case DENIED -> unavailable("the broker denies the connection: " + e.detail());
            case NOT_UNDERSTOOD -> unavailable("the broker's answer is not understood: is it another version?");
            case INTERRUPTED -> unavailable("the portal is stopping");
        };
    }

    private static Answer unavailable(String detail) {
        return Answer.problem(503, "Service Unavailable", detail);
    }
}
