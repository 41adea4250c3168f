package org.airlog.portal.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.airlog.portal.mqtt.RegistryChanges.Act;

/** {@code /operator/…}: what operators alone may see and do. Only there where somebody is one. */
public final class OperatorViewPaths {

    private static final String SENSOR = OperatorSensors.PATH + "/{sensor}";

    private final OperatorSessions sessions;
    private final OperatorSensors sensors;
    private final WatchPaths watch;

    /** Keeps what it is given. */
    public OperatorViewPaths(OperatorSessions sessions, OperatorSensors sensors, WatchPaths watch) {
        this.sessions = sessions;
        this.sensors = sensors;
        this.watch = watch;
    }

    /** What is answered to an operator of this name. */
    @FunctionalInterface
    interface OperatorAnswer {
        Answer answer(Context context, String operator);
    }

    /** Adds them; what waits for somebody by {@code serving}, which is told the path and makes a handler of an answer. */
    void addTo(RoutesConfig routes, BiFunction<String, Function<Context, Answer>, Handler> serving) {
        sessions.addTo(routes);
        routes.get(OperatorSensors.PATH, serving.apply(OperatorSensors.PATH, forOperators(sessions, sensors::page)));
        watch.addTo((path, answer) -> routes.get(path, serving.apply(path, forOperators(sessions, answer))));
        post(routes, serving, SENSOR + "/position", sensors::position);
        for (Act act : Act.values()) {
            post(
                    routes,
                    serving,
                    SENSOR + "/" + act.word(),
                    (context, operator) -> sensors.change(context, operator, act));
        }
    }

    /** {@code answer} for who is signed in, 401 for others. */
    static Function<Context, Answer> forOperators(OperatorDoor door, OperatorAnswer answer) {
        return context -> {
            Optional<String> operator = door.operator(context);
            return operator.isPresent() ? answer.answer(context, operator.get()) : OperatorSessions.unknown();
        };
    }

    private void post(
            RoutesConfig routes,
            BiFunction<String, Function<Context, Answer>, Handler> serving,
            String path,
            OperatorAnswer answer) {
        Function<Context, Answer> signedIn = forOperators(sessions, answer);
        routes.post(path, serving.apply(path, context -> SameOrigin.objectionToJson(context)
                .orElseGet(() -> signedIn.apply(context))));
    }
}
